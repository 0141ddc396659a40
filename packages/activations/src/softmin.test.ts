import { tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Softmin, softmin } from "./softmin.ts";

const on = { backend: await backend() };

describe("softmin", () => {
  it("gives most to the smallest, along one or several axes", async () => {
    const x = tensor([[0, Math.log(3)], [0, Math.log(3)]], on); // prettier-ignore
    expectClose(await softmin(x).data(), [0.75, 0.25, 0.75, 0.25]);
    expectClose(await new Softmin({ axis: [0, 1] }).forward(x).data(), [0.375, 0.125, 0.375, 0.125]);
    expectClose(await softmin(tensor([-1000, 1e9], on)).data(), [1, 0]);
    expect(new Softmin({ axis: [0, 1] }).toString()).toBe("Softmin(axis=[0,1])");
  });

  it("has right gradients", async () => {
    const input = { data: [0.9, 0.5, -1, 0.2], shape: [2, 2] };
    await checkGradient((a) => softmin(a, { axis: [0, 1] }), [input]);
    await checkSecondGradient((a) => softmin(a, { axis: [0, 1] }), [input]);
  });
});
