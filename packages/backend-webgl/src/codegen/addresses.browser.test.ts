import { add, index, load, multiply, subtract, type TensorType } from "@nn/backend";
import { expect, test } from "vitest";
import { device, elementwiseKernel, runOn } from "../fixtures.ts";

const floats = (...shape: number[]): TensorType => ({ dtype: "float32", shape });

/** Sums of an element of each axis, so that each index shows in the result. */
async function checkIndices(rows: number, columns: number): Promise<void> {
  const inputs = [floats(rows), floats(columns)];
  const sum = add(load(0, inputs[0]!, [index(0)]), load(1, inputs[1]!, [index(1)]));
  const kernel = elementwiseKernel([rows, columns], inputs, sum);
  const data = [Float32Array.from({ length: rows }, (_, at) => at * columns), Float32Array.from(Array(columns).keys())];
  const [results] = await runOn(await device(), kernel, data);
  expect(results!.findIndex((value, at) => value !== at)).toBe(-1);
}

test.each([
  [1023, 1025],
  [1021, 1027],
  [1025, 1025],
  [25573, 41],
  [149796, 28],
  [1, 1048573],
])("indices of %i×%i elements", (rows, columns) => checkIndices(rows, columns));

test.each([2 ** 24 - 4, 2 ** 24 + 8])("texels at both ends of %i elements", async (length) => {
  const type = floats(length);
  const fromEnd = subtract(length - 1, index(0));
  const spread = multiply(index(0), Math.floor(length / 64) - 1);
  for (const place of [index(0), fromEnd, spread]) {
    const at = (position: number): number =>
      place === fromEnd
        ? length - 1 - position
        : place === spread
          ? position * (Math.floor(length / 64) - 1)
          : position;
    const data = Float32Array.from({ length }, (_, position) => position);
    const [results] = await runOn(await device(), elementwiseKernel([63], [type], load(0, type, [place])), [data]);
    expect([...results!]).toEqual(Array.from({ length: 63 }, (_, position) => Math.fround(at(position))));
  }
});
