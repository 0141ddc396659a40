import { batchNorm, pool } from "./layers.ts";
import { activations } from "./pooling.ts";
import type { Layer, Workload } from "./workload.ts";

const bnReluPool: readonly Layer[] = [batchNorm(64), { kind: "relu" }, pool("maxPool2d", 2)];

/** Of sums of 401 408 numbers, libraries keep different numbers of digits. */
export const normalization: readonly Workload[] = [
  forward("batchNorm", "batch norm, inference", [batchNorm(64)], 1e-6),
  forward("batchNormTraining", "batch norm, training", [batchNorm(64, true)], 1e-4),
  forward("dropout", "dropout 0.5, training", [{ kind: "dropout", probability: 0.5 }], 1e-6),
  forward("bnReluPool", "BN → ReLU → max pool 2×2", bnReluPool, 1e-6),
  { ...forward("bnReluPoolKnown", "BN → ReLU → max pool, known shapes", bnReluPool, 1e-6), knowsShapes: true },
];

function forward(name: string, title: string, layers: readonly Layer[], tolerance: number): Workload {
  return { name, title, kind: "forward", input: activations, layers, tolerance, modes: ["compute", "read"] };
}
