import { values } from "./values.ts";
import type { Layer, Workload } from "./workload.ts";

/** 25.7 million numbers of both signs, as far as the functions bend. */
const large = values([32, 64, 112, 112], 2, 4);

export const elementwise: readonly Workload[] = [
  forward("relu", "ReLU", { kind: "relu" }, 0),
  forward("sigmoid", "sigmoid", { kind: "sigmoid" }, 1e-6),
  forward("tanh", "tanh", { kind: "tanh" }, 1e-6),
  forward("gelu", "GELU, exact", { kind: "gelu" }, 1e-6),
  {
    ...forward("softmax", "softmax [4096, 1000]", { kind: "softmax" }, 1e-5),
    input: values([4096, 1000], 3, 4),
  },
];

function forward(name: string, title: string, layer: Layer, tolerance: number): Workload {
  return { name, title, kind: "forward", input: large, layers: [layer], tolerance, modes: ["compute", "read"] };
}
