import { tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Softmax2d, softmax2d } from "./softmax2d.ts";

const on = { backend: await backend() };

describe("softmax2d", () => {
  it("shares 1 among the channels of each place", async () => {
    const x = tensor([0, 0, Math.log(3), Math.log(4)], { ...on, shape: [1, 2, 1, 2] });
    expectClose(await softmax2d(x).data(), [0.25, 0.2, 0.75, 0.8]);
    expectClose(await new Softmax2d().forward(tensor([[[1]], [[1]]], on)).data(), [0.5, 0.5]);
  });

  it("refuses what is no image", () => {
    expect(() => softmax2d(tensor([1], on))).toThrow(
      "softmax2d: expected input of rank 4 [batch, channels, height, width] or 3 [channels, height, width], got [1]",
    );
  });
});
