import { smooth, thin, type CurvePoint } from "../chart/curve.ts";
import { LineChart, type ChartContent } from "../chart/lineChart.ts";
import { niceTicks } from "../chart/scale.ts";
import type { StepReport } from "../protocol.ts";
import { byId } from "./byId.ts";
import { formatCount, formatPercent } from "./format.ts";

/** Points that a curve has at most, and how much of its running mean a new step keeps. */
const [mostPoints, keep] = [300, 0.85];

/** The charts of loss and accuracy over the images seen, with their legends. */
export class Curves {
  readonly #loss: LineChart;
  readonly #accuracy: LineChart;
  /** Images of the whole run. */
  #end = 10000;
  #losses: CurvePoint[] = [];
  #accuracies: CurvePoint[] = [];
  #heldOut: CurvePoint[] = [];
  #painting = false;

  constructor() {
    this.#loss = new LineChart(byId("loss-chart", SVGSVGElement), this.#lossContent([]));
    this.#accuracy = new LineChart(byId("accuracy-chart", SVGSVGElement), this.#accuracyContent([]));
  }

  /** Starts anew, for a run over so many images. */
  clear(end: number): void {
    this.#end = end;
    [this.#losses, this.#accuracies, this.#heldOut] = [[], [], []];
    this.#changed();
  }

  addStep({ images, loss, accuracy }: StepReport): void {
    this.#losses.push({ x: images, y: loss });
    this.#accuracies.push({ x: images, y: accuracy });
    this.#changed();
  }

  addHeldOut(images: number, accuracy: number): void {
    this.#heldOut.push({ x: images, y: accuracy });
    this.#changed();
  }

  /** Draws with the next frame, however many steps came before it. */
  #changed(): void {
    if (this.#painting) return;
    this.#painting = true;
    requestAnimationFrame(() => {
      this.#painting = false;
      this.#paint();
    });
  }

  #paint(): void {
    const losses = smooth(this.#losses, keep);
    const accuracies = smooth(this.#accuracies, keep);
    this.#loss.draw(this.#lossContent(losses));
    this.#accuracy.draw(this.#accuracyContent(accuracies));
    const show = (id: string, last: CurvePoint | undefined, format: (value: number) => string): void => {
      byId(id, HTMLElement).textContent = last ? format(last.y) : "–";
    };
    show("loss-training", losses.at(-1), formatLoss);
    show("accuracy-training", accuracies.at(-1), formatPercent);
    show("accuracy-held-out", this.#heldOut.at(-1), formatPercent);
  }

  #lossContent(losses: readonly CurvePoint[]): ChartContent {
    const highest = losses.reduce((most, { y }) => Math.max(most, y), 0);
    const [first, last] = [losses[0], losses.at(-1)];
    return {
      x: this.#images(),
      y: { ticks: niceTicks(highest || 2.5, 4), format: String },
      curves: [
        { className: "raw", points: thin(this.#losses, mostPoints) },
        { className: "training", points: thin(losses, mostPoints) },
      ],
      description:
        first && last
          ? `Loss in training: from ${formatLoss(first.y)} to ${formatLoss(last.y)} after ${formatCount(last.x)} images`
          : "Loss in training: no data yet",
    };
  }

  #accuracyContent(accuracies: readonly CurvePoint[]): ChartContent {
    const [training, heldOut] = [accuracies.at(-1), this.#heldOut.at(-1)];
    return {
      x: this.#images(),
      y: { ticks: [0, 0.25, 0.5, 0.75, 1], format: (value) => formatPercent(value, 0) },
      curves: [
        { className: "training", points: thin(accuracies, mostPoints) },
        { className: "held-out", points: this.#heldOut, dots: true },
      ],
      description: training
        ? `Accuracy after ${formatCount(training.x)} images: ${formatPercent(training.y)} in training, ` +
          (heldOut ? `${formatPercent(heldOut.y)} on held-out images` : "not yet measured on held-out images")
        : "Accuracy: no data yet",
    };
  }

  #images(): ChartContent["x"] {
    return { end: this.#end, ticks: niceTicks(this.#end, 4), format: formatCount };
  }
}

function formatLoss(loss: number): string {
  return loss.toFixed(3);
}
