import { tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { ReGLU, reglu } from "./reglu.ts";

const on = { backend: await backend() };
const x = tensor([1, 2, 0, -2], on);

describe("reglu", () => {
  it("gates one half with the other", async () => {
    expectClose(await reglu(x).data(), [0, -4]);
    expectClose(await reglu(x, { gate: "second" }).data(), [0, 0]);
  });

  it("halves another axis", async () => {
    const columns = tensor([1, 2, 0, -2], { ...on, shape: [2, 2] });
    expect(await reglu(columns, { axis: 0 }).data()).toEqual(await reglu(x).data());
  });

  it("has right gradients", async () => {
    const input = { data: [1, -2, 0.5, 3, 0.1, -0.2], shape: [6] };
    await checkGradient((a) => reglu(a), [input]);
    await checkSecondGradient((a) => reglu(a), [input]);
  });

  it("is a module, too", async () => {
    expect(await new ReGLU().forward(x).toArray()).toEqual(await reglu(x).toArray());
    expect(new ReGLU({ axis: 1 }).toString()).toBe("ReGLU(axis=1)");
  });

  it("refuses an odd size", () => {
    expect(() => reglu(tensor([1, 2, 3], on))).toThrow("reglu: expected an even size along axis 0, got [3]");
  });
});
