import { pool } from "./layers.ts";
import { values } from "./values.ts";
import type { Layer, Workload } from "./workload.ts";

/** Activations of a convolutional network: 25.7 million numbers, 103 MB. */
export const activations = values([32, 64, 112, 112], 1);

export const pooling: readonly Workload[] = [
  forward("maxPool2", "max pool 2×2/2", pool("maxPool2d", 2), 0),
  forward("maxPool3", "max pool 3×3/2 pad 1", pool("maxPool2d", 3, 2, 1), 0),
  forward("avgPool2", "average pool 2×2/2", pool("avgPool2d", 2), 1e-6),
];

function forward(name: string, title: string, layer: Layer, tolerance: number): Workload {
  return { name, title, kind: "forward", input: activations, layers: [layer], tolerance, modes: ["compute", "read"] };
}
