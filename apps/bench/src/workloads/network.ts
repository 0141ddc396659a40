import { batchNorm, convolution, linear, pool } from "./layers.ts";
import { values } from "./values.ts";
import type { Layer, Workload } from "./workload.ts";

const block = (outputs: number, inputs: number): Layer[] => [
  convolution([outputs, inputs, 5], { padding: 2, bias: true }),
  batchNorm(outputs),
  { kind: "relu" },
  pool("maxPool2d", 2),
];

/** The network that apps/train trains, as it is used after training: dropout does nothing. */
const layers: readonly Layer[] = [...block(8, 1), ...block(16, 8), { kind: "flatten" }, linear(10, 784, 16)];

export const network: readonly Workload[] = [
  inference(1),
  inference(64),
  {
    name: "lenetStep",
    title: "LeNet training step, batch 64",
    kind: "training",
    input: values([64, 1, 28, 28], 300),
    layers: [],
    tolerance: 1e-3,
    modes: ["read"],
  },
];

function inference(batch: number): Workload {
  return {
    name: `lenet${batch}`,
    title: `LeNet inference, batch ${batch}`,
    kind: "forward",
    input: values([batch, 1, 28, 28], 8),
    layers,
    tolerance: 1e-5,
    modes: ["read"],
  };
}
