import { reluOperation } from "@nn/activations";
import { accelerate } from "@nn/backend";
import { cpu, type CpuProgram } from "@nn/backend-cpu";

const fastRelu = accelerate(reluOperation, ({ inputs: [x] }): CpuProgram | undefined => {
  if (x?.dtype !== "float32") return undefined; // the formula runs
  const length = x.shape.reduce((product, size) => product * size, 1);
  return ({ memory, inputs, outputs }) => {
    const values = new Float32Array(memory.buffer, inputs[0], length);
    const results = new Float32Array(memory.buffer, outputs[0], length);
    for (let position = 0; position < length; position++) results[position] = Math.max(values[position]!, 0);
  };
});
export const backend = await cpu({ accelerators: [fastRelu] });
