import { tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { SwiGLU, swiglu } from "./swiglu.ts";

const on = { backend: await backend() };
const x = tensor([1, 2, 0, -2], on);

describe("swiglu", () => {
  it("gates one half with the other", async () => {
    expectClose(await swiglu(x).data(), [0, -3.5231884]);
    expectClose(await swiglu(x, { gate: "second" }).data(), [0, -0.47681169]);
  });

  it("halves another axis", async () => {
    const columns = tensor([1, 2, 0, -2], { ...on, shape: [2, 2] });
    expect(await swiglu(columns, { axis: 0 }).data()).toEqual(await swiglu(x).data());
  });

  it("has right gradients", async () => {
    const input = { data: [1, -2, 0.5, 3, 0.1, -0.2], shape: [6] };
    await checkGradient((a) => swiglu(a), [input]);
    await checkSecondGradient((a) => swiglu(a), [input]);
  });

  it("is a module, too", async () => {
    expect(await new SwiGLU().forward(x).toArray()).toEqual(await swiglu(x).toArray());
    expect(new SwiGLU({ axis: 1 }).toString()).toBe("SwiGLU(axis=1)");
  });

  it("refuses an odd size", () => {
    expect(() => swiglu(tensor([1, 2, 3], on))).toThrow("swiglu: expected an even size along axis 0, got [3]");
  });
});
