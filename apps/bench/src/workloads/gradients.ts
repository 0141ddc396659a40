import { batchNorm, pool } from "./layers.ts";
import { activations } from "./pooling.ts";
import type { Layer, Workload } from "./workload.ts";

export const gradients: readonly Workload[] = [
  gradient("maxPool2Gradient", "max pool 2×2, forward + backward", pool("maxPool2d", 2), 0),
  gradient("avgPool2Gradient", "average pool 2×2, forward + backward", pool("avgPool2d", 2), 1e-6),
  gradient("batchNormGradient", "batch norm, forward + backward", batchNorm(64, true), 1e-4),
  gradient("dropoutGradient", "dropout, forward + backward", { kind: "dropout", probability: 0.5 }, 1e-6),
];

function gradient(name: string, title: string, layer: Layer, tolerance: number): Workload {
  return { name, title, kind: "gradient", input: activations, layers: [layer], tolerance, modes: ["compute"] };
}
