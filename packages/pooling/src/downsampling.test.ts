import { backend } from "@nn/testing";
import { Linear } from "@nn/linear";
import { Flatten } from "@nn/module";
import { sizeOf, tensor, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { avgPool2d } from "./avgPool2d.ts";
import { maxPool2d } from "./maxPool2d.ts";

const on = { backend: await backend() };

/** A bright stroke, two columns wide, in a plane of 4 by 12. */
function stroke(column: number): Tensor {
  const row = Array.from({ length: 12 }, (_, at) => (at === column || at === column + 1 ? 8 : 0));
  return tensor([[[row, row, row, row]]], on);
}

/** How many of the numbers differ. */
async function changed(one: Tensor, other: Tensor): Promise<number> {
  const [a, b] = [await one.data(), await other.data()];
  return a.filter((value, position) => value !== b[position]).length / a.length;
}

describe("a pooling layer", () => {
  it("summarises each window by its maximum or its mean", async () => {
    const x = tensor([[[[1, 3, 0, 0], [5, 7, 0, 8]]]], on); // prettier-ignore
    expect(await maxPool2d(x, { kernelSize: 2 }).toArray()).toEqual([[[[7, 8]]]]);
    expect(await avgPool2d(x, { kernelSize: 2 }).toArray()).toEqual([[[[4, 2]]]]);
  });

  it("gives the same maxima after a translation within the windows", async () => {
    const pool = (x: Tensor) => maxPool2d(x, { kernelSize: 4 });
    expect(await changed(stroke(4), stroke(6))).toBeCloseTo(4 / 12);
    expect(await changed(pool(stroke(4)), pool(stroke(5)))).toBe(0);
    expect(await changed(pool(stroke(4)), pool(stroke(6)))).toBe(0);
  });

  it("changes the means by less than the input where a translation crosses windows", async () => {
    const pool = (x: Tensor) => avgPool2d(x, { kernelSize: 4 });
    expect(await pool(stroke(6)).toArray()).toEqual([[[[0, 4, 0]]]]);
    expect(await pool(stroke(7)).toArray()).toEqual([[[[0, 2, 2]]]]);
  });

  it("leaves fewer neurons to the fully connected layer behind it", () => {
    const features = zeros([1, 16, 28, 28], on);
    const pooled = maxPool2d(features, { kernelSize: 2 });
    const [before, after] = [features, pooled].map((x) => new Flatten().forward(x).shape[1]!);
    expect([before, after]).toEqual([12544, 3136]);
    const weights = [before!, after!].map((inputs) => sizeOf(new Linear(inputs, 10, on).weight.shape));
    expect(weights[0]! / weights[1]!).toBe(4);
  });
});
