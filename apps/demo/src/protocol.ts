/** What the page and its worker say to each other. */

export type Device = "cpu" | "webgl";

/** What a training run is told. */
export interface Settings {
  readonly device: Device;
  /** How many of the training images: the first 2000, 10 000, or all 60 000. */
  readonly images: number;
  readonly epochs: number;
  readonly learningRate: number;
}

/** From the page to the worker. */
export type Command =
  /** `base` is what the paths of the data are relative to. */
  | { readonly type: "start"; readonly settings: Settings; readonly base: string }
  | { readonly type: "pause" }
  | { readonly type: "continue" }
  | { readonly type: "stop" }
  /** Pixels: 28 × 28 grey values from 0 to 255, white on black, row-major. */
  | { readonly type: "predict"; readonly pixels: Uint8Array };

/** From the worker to the page. */
export type Report =
  | { readonly type: "downloading"; readonly done: number; readonly total: number }
  /** The kernels of the first step are being compiled. */
  | { readonly type: "preparing" }
  | StepReport
  | { readonly type: "heldOut"; readonly images: number; readonly accuracy: number }
  | { readonly type: "paused" }
  | { readonly type: "finished"; readonly stopped: boolean }
  | { readonly type: "prediction"; readonly probabilities: readonly number[]; readonly trained: boolean }
  | { readonly type: "failed"; readonly failure: Failure };

/** After each step. */
export interface StepReport {
  readonly type: "step";
  readonly step: number;
  /** Of the whole run. */
  readonly steps: number;
  /** Images seen so far, over all epochs. */
  readonly images: number;
  readonly epoch: number;
  /** Mean over the batch, before the step changed the weights. */
  readonly loss: number;
  /** Part of the batch that was recognised. */
  readonly accuracy: number;
  /** Time spent in training steps so far, without pauses and tests. */
  readonly seconds: number;
}

/** What went wrong; `detail` is the original message. */
export interface Failure {
  readonly kind: "download" | "webglMissing" | "contextLost" | "other";
  readonly detail: string;
}
