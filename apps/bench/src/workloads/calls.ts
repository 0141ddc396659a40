import { pool } from "./layers.ts";
import { values } from "./values.ts";
import type { Layer, Workload } from "./workload.ts";

/** So small that what is measured is the way to the kernel and back. */
export const calls: readonly Workload[] = [
  call("reluCall", "ReLU [1, 128], a call", [1, 128], { kind: "relu" }),
  call("maxPoolCall", "max pool 2×2 [1, 8, 8, 8], a call", [1, 8, 8, 8], pool("maxPool2d", 2)),
];

function call(name: string, title: string, shape: readonly number[], layer: Layer): Workload {
  return { name, title, kind: "forward", input: values(shape, 7), layers: [layer], tolerance: 0, modes: ["read"] };
}
