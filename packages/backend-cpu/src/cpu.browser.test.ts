import {
  add,
  foldIndex,
  folded,
  index,
  load,
  maximum,
  multiply,
  unary,
  type Expression,
  type Kernel,
  type TensorType,
} from "@nn/backend";
import { expect, test } from "vitest";
import { cpu } from "./index.ts";

/** Runs a kernel with one input and one output. */
async function run(kernel: Kernel, data: Float32Array): Promise<unknown> {
  const backend = await cpu();
  const x = backend.allocate("float32", data.length);
  const y = backend.allocate(
    "float32",
    kernel.shape.reduce((product, size) => product * size, 1),
  );
  backend.write(x, data);
  const executable = await backend.compile(kernel);
  await backend.run([{ executable, inputs: [x], outputs: [y], scalars: [] }]);
  const result = await backend.read(y);
  backend.dispose();
  return result;
}

test("ReLU of a row that is not a multiple of four", async () => {
  const type: TensorType = { dtype: "float32", shape: [7] };
  const value = maximum(load(0, type, [index(0)]), 0);
  const kernel: Kernel = { shape: [7], inputs: [type], scalars: [], folds: [], outputs: [{ dtype: "float32", value }] };
  const data = new Float32Array([-3, -2, -1, 0, 1, 2, NaN]);
  expect(await run(kernel, data)).toEqual(new Float32Array([0, 0, 0, 0, 1, 2, NaN]));
});

test("max pooling with padding", async () => {
  const type: TensorType = { dtype: "float32", shape: [6, 8] };
  const at = (axis: number): Expression => add(add(multiply(index(axis), 2), foldIndex(axis)), -1);
  const kernel: Kernel = {
    shape: [3, 4],
    inputs: [type],
    scalars: [],
    folds: [{ operator: "max", dtype: "float32", extents: [3, 3], body: load(0, type, [at(0), at(1)], -Infinity) }],
    outputs: [{ dtype: "float32", value: folded(0, "float32") }],
  };
  const data = Float32Array.from({ length: 48 }, (_, position) => position);
  expect(await run(kernel, data)).toEqual(new Float32Array([9, 11, 13, 15, 25, 27, 29, 31, 41, 43, 45, 47]));
});

test("relaxed SIMD is used without being asked for", async () => {
  const backend = await cpu();
  const type: TensorType = { dtype: "float32", shape: [7] };
  const value = unary("exp", load(0, type, [index(0)]));
  const kernel: Kernel = { shape: [7], inputs: [type], scalars: [], folds: [], outputs: [{ dtype: "float32", value }] };
  const executable = await backend.compile(kernel);
  expect(backend.relaxedSimd).toBe(true);
  expect(executable.source?.()).toContain("f32x4.relaxed_madd");
  backend.dispose();
});

test("the sum of exponentials of a row", async () => {
  const type: TensorType = { dtype: "float32", shape: [2, 100] };
  const kernel: Kernel = {
    shape: [2],
    inputs: [type],
    scalars: [],
    folds: [
      {
        operator: "sum",
        dtype: "float32",
        extents: [100],
        body: unary("exp", load(0, type, [index(0), foldIndex(0)])),
      },
    ],
    outputs: [{ dtype: "float32", value: folded(0, "float32") }],
  };
  const data = new Float32Array(200).fill(0, 0, 100).fill(-Infinity, 100);
  expect(await run(kernel, data)).toEqual(new Float32Array([100, 0]));
});
