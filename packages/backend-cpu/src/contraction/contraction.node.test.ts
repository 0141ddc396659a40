import {
  add,
  createArray,
  folded,
  foldIndex,
  index,
  interpret,
  load,
  maximum,
  multiply,
  type Backend,
  type Executable,
  type Kernel,
  type TypedArray,
} from "@nn/backend";
import {
  convolutionKernel,
  dotKernel,
  floats,
  inputGradientKernel,
  matmulKernel,
  weightGradientKernel,
  relaxedSimd,
  type ConvolutionShape,
} from "@nn/testing";
import { describe, expect, it } from "vitest";
import { cpu } from "../cpu.ts";
import { isDeclined, largestDifference, randomInputs, runBoth } from "./fixtures.ts";

const shape: ConvolutionShape = {
  batch: 2,
  channels: 2,
  outputs: 6,
  size: 7,
  kernel: 5,
  stride: 1,
  padding: 2,
  dilation: 1,
  groups: 1,
};

const formulas = [convolutionKernel, weightGradientKernel, inputGradientKernel];

async function runOn(backend: Backend, kernel: Kernel, inputs: readonly Float32Array[]): Promise<TypedArray[]> {
  const executable: Executable = await backend.compile(kernel);
  const count = kernel.shape.reduce((product, size) => product * size, 1);
  const buffers = inputs.map((input) => {
    const buffer = backend.allocate("float32", input.length);
    backend.write(buffer, input);
    return buffer;
  });
  const outputs = kernel.outputs.map(({ dtype }) => {
    const buffer = backend.allocate(dtype, count);
    backend.write(buffer, createArray(dtype, count).fill(7));
    return buffer;
  });
  await backend.run([{ executable, inputs: buffers, outputs, scalars: [] }]);
  return Promise.all(outputs.map((output) => backend.read(output)));
}

async function expectSame(kernel: Kernel): Promise<void> {
  const backend = await cpu({ relaxedSimd });
  const inputs = randomInputs(kernel);
  const actual = await runOn(backend, kernel, inputs);
  const expected = interpret(kernel, inputs);
  actual.forEach((output, number) => {
    expect(largestDifference(output, expected[number]!)).toBeLessThan(3e-5);
  });
  backend.dispose();
}

/** The same kernel with ReLU before and bias and ReLU after, and the plain sums as a second output. */
function withNeighbours(kernel: Kernel): Kernel {
  const fold = kernel.folds[0]!;
  if (fold.body.kind !== "binary") throw new Error("expected a product");
  const bias = floats(kernel.shape[1]!);
  const sum = folded(0, "float32");
  const left = maximum(multiply(fold.body.left, 2), 0);
  return {
    ...kernel,
    inputs: [...kernel.inputs, bias],
    folds: [{ ...fold, body: { ...fold.body, left } }],
    outputs: [
      { dtype: "float32", value: maximum(add(sum, load(kernel.inputs.length, bias, [index(1)])), 0) },
      { dtype: "float32", value: sum },
    ],
  };
}

describe("contractions on the CPU backend", () => {
  it.each([
    {},
    { stride: 2 },
    { dilation: 2, padding: 4 },
    { groups: 2 },
    { size: 5, kernel: 3 },
    { channels: 24, size: 5, batch: 1 },
  ])("convolve with %j", async (variant) => {
    for (const formula of formulas) {
      await expectSame(formula({ ...shape, ...variant }));
      await expectSame(withNeighbours(formula({ ...shape, ...variant })));
    }
  });

  it.each([1, 2, 5, 8, 31])("multiply matrices of %i rows", async (rows) => {
    for (const columns of [1, 3, 10, 33]) {
      await expectSame(matmulKernel([2, rows, columns, 17], true, false));
      await expectSame(withNeighbours(matmulKernel([2, rows, columns, 600], false, true)));
    }
  });

  it("name their sizes and what they generate", async () => {
    const backend = await cpu({ relaxedSimd });
    const executable = await backend.compile(matmulKernel([1, 64, 96, 32]));
    expect(executable.source?.()).toBe("contraction 1 x [64, 32] . [32, 96], rows packed, columns direct, sums of 32");
  });
});

describe("products with relaxed SIMD", () => {
  it("are fused where sums are long, and never where the generic code may compute them too", () => {
    const fused = [32, 33].map((depth) => {
      const kernel = matmulKernel([1, 5, 9, depth]);
      return runBoth(kernel, randomInputs(kernel)).source.endsWith(", fused");
    });
    expect(fused).toEqual([false, relaxedSimd]);
  });

  it("have the same bits for every way to read the factors", () => {
    const [rows, columns, depth] = [21, 19, 700];
    const plain = matmulKernel([1, rows, columns, depth]);
    const [left, right] = randomInputs(plain);
    const results = [false, true].flatMap((leftTurned) =>
      [false, true].map((rightTurned) => {
        const inputs = [
          leftTurned ? transposed(left!, rows, depth) : left!,
          rightTurned ? transposed(right!, depth, columns) : right!,
        ];
        return runBoth(matmulKernel([1, rows, columns, depth], leftTurned, rightTurned), inputs).actual[0];
      }),
    );
    for (const result of results) expect(result).toEqual(results[0]);
  });
});

function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  return data.map((_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!);
}

describe("tiny products", () => {
  const [x, y] = [floats(100, 24), floats(100, 24)];

  it("are declined, with the same bits", async () => {
    const at = [index(0), foldIndex(0)];
    const kernel = dotKernel([100], [24], [x, y], load(0, x, at), load(1, y, at));
    expect(isDeclined(kernel)).toBe(true);
    const inputs = randomInputs(kernel);
    const [declined] = await runOn(await cpu({ relaxedSimd }), kernel, inputs);
    const sums = Array.from({ length: 100 }, (_, row) => {
      let sum = 0;
      for (let position = row * 24; position < row * 24 + 24; position++) {
        sum = Math.fround(sum + Math.fround(inputs[0]![position]! * inputs[1]![position]!));
      }
      return sum;
    });
    expect([...declined!]).toEqual(sums);
  });

  it("are those of a depthwise convolution with a small window, with the same bits", async () => {
    const depthwise = { ...shape, channels: 3, outputs: 3, groups: 3, size: 12 };
    const [small, large] = [3, 5].map((size) => convolutionKernel({ ...depthwise, kernel: size, padding: 1 }));
    expect([small, large].map((kernel) => isDeclined(kernel!))).toEqual([true, false]);
    const inputs = randomInputs(small!);
    const [declined] = await runOn(await cpu({ relaxedSimd }), small!, inputs);
    expect(declined).toEqual(runBoth(small!, inputs).actual[0]);
  });
});
