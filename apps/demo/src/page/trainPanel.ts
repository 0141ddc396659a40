import type { Command, Device, Report, Settings } from "../protocol.ts";
import { byId } from "./byId.ts";
import { Curves } from "./curves.ts";
import { formatCount, formatPercent, formatSeconds } from "./format.ts";
import { problemText } from "./problemText.ts";
import { afterReport, afterRequest, canStop, mainRequest, type Request, type RunState } from "./runState.ts";
import { Speed } from "./speed.ts";

const labels = { start: "Start", pause: "Pause", continue: "Continue" } as const;

/** The controls, figures and curves of the training. */
export class TrainPanel {
  readonly #send: (command: Command) => void;
  readonly #main = byId("start", HTMLButtonElement);
  readonly #stop = byId("stop", HTMLButtonElement);
  readonly #status = byId("status", HTMLElement);
  readonly #progress = byId("progress", HTMLProgressElement);
  readonly #problem = byId("problem", HTMLElement);
  readonly #curves = new Curves();
  readonly #speed = new Speed();
  #state: RunState = "idle";
  #heldOut: number | undefined;

  constructor(send: (command: Command) => void) {
    this.#send = send;
    byId("settings", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      const request = mainRequest(this.#state);
      if (request) this.#ask(request);
    });
    this.#stop.addEventListener("click", () => this.#ask("stop"));
  }

  show(report: Report): void {
    this.#state = afterReport(this.#state, report);
    switch (report.type) {
      case "downloading":
        this.#say(`Downloading images … ${formatPercent(report.done / report.total, 0)}`);
        this.#progress.value = report.done / report.total;
        break;
      case "preparing":
        this.#say("Preparing the first step …");
        this.#progress.removeAttribute("value");
        break;
      case "step":
        this.#showStep(report);
        break;
      case "heldOut":
        this.#heldOut = report.accuracy;
        this.#curves.addHeldOut(report.images, report.accuracy);
        break;
      case "paused":
        this.#say("Paused. Draw a digit, or continue.");
        break;
      case "finished":
        this.#say(this.#outcome(report.stopped));
        if (report.stopped && !this.#progress.hasAttribute("value")) this.#progress.value = 0;
        break;
      case "failed":
        this.#problem.textContent = problemText(report.failure);
        this.#problem.hidden = false;
        this.#progress.value = 0;
        this.#say("Not training.");
        break;
      case "prediction":
        break;
    }
    this.#showButtons();
  }

  #ask(request: Request): void {
    this.#state = afterRequest(request);
    if (request === "start") {
      const settings = chosenSettings();
      this.#problem.hidden = true;
      this.#heldOut = undefined;
      this.#curves.clear(settings.images * settings.epochs);
      this.#say("Starting …");
      this.#send({ type: "start", settings, base: document.baseURI });
    } else {
      if (request === "continue") this.#say("Training …");
      this.#send({ type: request });
    }
    this.#showButtons();
  }

  #showStep(report: Extract<Report, { type: "step" }>): void {
    if (this.#state === "running") this.#say("Training …");
    this.#progress.value = report.step / report.steps;
    this.#curves.addStep(report);
    this.#speed.add(report);
    const show = (id: string, text: string): void => void (byId(id, HTMLElement).textContent = text);
    const { imagesPerSecond } = this.#speed;
    show("figure-step", `${formatCount(report.step)} / ${formatCount(report.steps)}`);
    show("figure-epoch", `${report.epoch} / ${byId("epochs", HTMLSelectElement).value}`);
    show("figure-rate", imagesPerSecond === undefined ? "–" : formatCount(imagesPerSecond));
    show("figure-time", formatSeconds(report.seconds));
  }

  #outcome(stopped: boolean): string {
    const ended = stopped ? "Stopped." : "Trained.";
    if (this.#heldOut === undefined) return ended;
    return `${ended} It recognises ${formatPercent(this.#heldOut)} of the held-out images. Draw a digit and try it.`;
  }

  /** Screen readers hear every change, so the text changes only when there is something new. */
  #say(text: string): void {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  #showButtons(): void {
    const request = mainRequest(this.#state);
    if (request) this.#main.textContent = labels[request];
    else if (this.#state === "loading") this.#main.textContent = "Starting …";
    this.#main.disabled = request === undefined;
    this.#stop.disabled = !canStop(this.#state);
    for (const id of ["device", "images", "epochs", "learning-rate"]) {
      byId(id, HTMLSelectElement).disabled = request !== "start";
    }
  }
}

function chosenSettings(): Settings {
  const value = (id: string): string => byId(id, HTMLSelectElement).value;
  const device: Device = value("device") === "webgl" ? "webgl" : "cpu";
  return {
    device,
    images: Number(value("images")),
    epochs: Number(value("epochs")),
    learningRate: Number(value("learning-rate")),
  };
}
