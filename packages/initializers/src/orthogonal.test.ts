import { generator, matmul, reshape, transpose, type Tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { orthogonal } from "./orthogonal.ts";

async function draw(shape: number[], gain?: number): Promise<Tensor> {
  return orthogonal(shape, { backend: await backend(), generator: generator(5), ...(gain && { gain }) });
}

function identity(size: number, scale = 1): number[] {
  return Array.from({ length: size * size }, (_, position) => (position % (size + 1) === 0 ? scale : 0));
}

describe("orthogonal", () => {
  it("has orthogonal rows, or columns if it is tall", async () => {
    const wide = await draw([3, 5]);
    expectClose(await matmul(wide, transpose(wide)).data(), identity(3));
    const tall = await draw([6, 4]);
    expectClose(await matmul(transpose(tall), tall).data(), identity(4));
  });

  it("takes the axes behind the first as one, and a gain", async () => {
    const weight = await draw([4, 2, 3], 2);
    expect(weight.shape).toEqual([4, 2, 3]);
    const rows = reshape(weight, [4, 6]);
    expectClose(await matmul(rows, transpose(rows)).data(), identity(4, 4));
  });

  it("repeats itself by seed", async () => {
    expect([...(await (await draw([3, 3])).data())]).toEqual([...(await (await draw([3, 3])).data())]);
  });

  it("refuses a vector", async () => {
    await expect(draw([3])).rejects.toThrow("orthogonal: expected a shape of at least two axes, got [3]");
  });
});
