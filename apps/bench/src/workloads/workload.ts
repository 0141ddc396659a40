import type { Values } from "./values.ts";

/** What is computed and compared. Shapes are [batch, channels, height, width]; a library may have another order inside. */
export interface Workload {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /**
   * - `forward`: the result of the layers.
   * - `gradient`: forward, and the gradient with respect to the input for a given gradient of the result.
   * - `training`: a step of training the network of apps/train, whose loss is read.
   */
  readonly kind: "forward" | "gradient" | "training";
  readonly input: Values;
  readonly layers: readonly Layer[];
  /** Whether a model says beforehand which shape its input has, as exporters write them. Default: no. */
  readonly knowsShapes?: boolean;
  /** How far results may be from ours, in proportion to the largest of them. */
  readonly tolerance: number;
  /** How it is measured. */
  readonly modes: readonly Mode[];
}

/**
 * - `compute`: until the result is complete in the library's own memory.
 * - `read`: until it is in a Float32Array of JavaScript; an input that the library takes from JavaScript counts, too.
 */
export type Mode = (typeof modes)[number];

export const modes = ["compute", "read"] as const;

export type Layer =
  | { readonly kind: "relu" | "sigmoid" | "tanh" | "gelu" | "softmax" | "flatten" }
  | { readonly kind: "maxPool2d" | "avgPool2d"; readonly kernelSize: number; readonly stride: number; readonly padding: number }
  | BatchNormLayer
  | { readonly kind: "dropout"; readonly probability: number }
  | { readonly kind: "matmul"; readonly factor: Values }
  | LinearLayer
  | ConvolutionLayer; // prettier-ignore

export interface BatchNormLayer {
  readonly kind: "batchNorm";
  /** With the statistics of the batch; else with `mean` and `variance`. */
  readonly training: boolean;
  readonly weight: Values;
  readonly bias: Values;
  readonly mean: Values;
  readonly variance: Values;
}

export interface LinearLayer {
  readonly kind: "linear";
  /** Of shape [outputs, inputs]. */
  readonly weight: Values;
  readonly bias: Values;
  /** Those of the image that was flattened before. */
  readonly channels: number;
}

export interface ConvolutionLayer {
  readonly kind: "conv2d";
  /** Of shape [outputs, inputs / groups, height, width]. */
  readonly weight: Values;
  readonly bias?: Values;
  readonly stride: number;
  readonly padding: number;
  /** 1, or as many as channels: depthwise. */
  readonly groups: number;
}

/** Of every batch norm. */
export const epsilon = 1e-5;

/** The gradient of the result that a `gradient` workload starts from. */
export const upstreamSeed = 900;

/** The probability with which the workload drops elements, and what it multiplies the others by; `undefined` if it drops none. */
export function droppingOf({ layers, kind }: Workload): { probability: number; scale: number } | undefined {
  if (kind === "training") return undefined;
  const layer = layers.find((layer) => layer.kind === "dropout");
  return layer && { probability: layer.probability, scale: 1 / (1 - layer.probability) };
}
