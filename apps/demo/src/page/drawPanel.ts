import { DrawingPad } from "../draw/drawingPad.ts";
import { mnistImage } from "../draw/mnistImage.ts";
import { showImage } from "../draw/showImage.ts";
import type { Stroke } from "../draw/strokes.ts";
import type { Command, Report } from "../protocol.ts";
import { byId } from "./byId.ts";
import { Probabilities } from "./probabilities.ts";

/** While the network learns, the same drawing is asked about again after so many milliseconds. */
const refreshAfter = 250;

/** The pad, what the network gets of it, and what it says. */
export class DrawPanel {
  readonly #send: (command: Command) => void;
  readonly #probabilities = new Probabilities();
  readonly #clear = byId("clear", HTMLButtonElement);
  #image: Uint8Array | undefined;
  /** Whether an answer is still to come, and whether the drawing changed meanwhile. */
  #waiting = false;
  #changed = false;
  #asked = 0;

  constructor(send: (command: Command) => void) {
    this.#send = send;
    const pad = new DrawingPad(byId("pad", HTMLCanvasElement), (strokes) => this.#drawn(strokes));
    this.#clear.addEventListener("click", () => pad.clear());
    showImage(byId("seen", HTMLCanvasElement), undefined);
  }

  show(report: Report): void {
    if (report.type === "step" || report.type === "finished") {
      const due = report.type === "finished" || performance.now() - this.#asked > refreshAfter;
      if (due && this.#image) this.#ask();
    } else if (report.type === "failed") {
      this.#waiting = false;
    } else if (report.type === "prediction") {
      this.#waiting = false;
      if (this.#image) this.#probabilities.show(report.probabilities, report.trained);
      if (this.#changed) this.#ask();
    }
  }

  #drawn(strokes: readonly Stroke[]): void {
    this.#image = mnistImage(strokes);
    showImage(byId("seen", HTMLCanvasElement), this.#image);
    byId("pad-invitation", HTMLElement).hidden = this.#image !== undefined;
    this.#clear.disabled = this.#image === undefined;
    if (this.#image) this.#ask();
    else this.#probabilities.clear();
  }

  /** One question at a time; the last one counts. */
  #ask(): void {
    this.#changed = this.#waiting && this.#image !== undefined;
    if (this.#waiting || !this.#image) return;
    this.#waiting = true;
    this.#asked = performance.now();
    this.#send({ type: "predict", pixels: this.#image });
  }
}
