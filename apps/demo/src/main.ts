import { DrawPanel } from "./page/drawPanel.ts";
import { TrainPanel } from "./page/trainPanel.ts";
import { startWorker } from "./worker/startWorker.ts";

const send = startWorker((report) => {
  training.show(report);
  drawing.show(report);
});
const training = new TrainPanel(send);
const drawing = new DrawPanel(send);
