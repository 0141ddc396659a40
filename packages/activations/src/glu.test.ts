import { tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { GLU, glu } from "./glu.ts";

const on = { backend: await backend() };
const x = tensor([1, 2, 0, -Math.log(7)], on);

describe("glu", () => {
  it("gates one half with the other", async () => {
    expectClose(await glu(x).data(), [0.5, 0.25]);
    expectClose(await glu(x, { gate: "first" }).data(), [0, -1.7139515]);
  });

  it("halves another axis", async () => {
    const columns = tensor([1, 2, 0, -Math.log(7)], { ...on, shape: [2, 2] });
    expect(await glu(columns, { axis: 0 }).data()).toEqual(await glu(x).data());
  });

  it("has right gradients", async () => {
    const input = { data: [1, -2, 0.5, 3, 0.1, -0.2], shape: [6] };
    await checkGradient((a) => glu(a), [input]);
    await checkSecondGradient((a) => glu(a), [input]);
  });

  it("is a module, too", async () => {
    expect(await new GLU().forward(x).toArray()).toEqual(await glu(x).toArray());
    expect(new GLU({ axis: 1 }).toString()).toBe("GLU(axis=1)");
  });

  it("refuses an odd size", () => {
    expect(() => glu(tensor([1, 2, 3], on))).toThrow("glu: expected an even size along axis 0, got [3]");
  });
});
