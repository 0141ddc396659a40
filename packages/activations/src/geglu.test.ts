import { tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { GEGLU, geglu } from "./geglu.ts";

const on = { backend: await backend() };
const x = tensor([1, 2, 0, -2], on);

describe("geglu", () => {
  it("gates one half with the other", async () => {
    expectClose(await geglu(x).data(), [0, -3.9089991]);
    expectClose(await geglu(x, { gate: "second" }).data(), [0, -0.091000528]);
  });

  it("halves another axis", async () => {
    const columns = tensor([1, 2, 0, -2], { ...on, shape: [2, 2] });
    expect(await geglu(columns, { axis: 0 }).data()).toEqual(await geglu(x).data());
  });

  it("has right gradients", async () => {
    const input = { data: [1, -2, 0.5, 3, 0.1, -0.2], shape: [6] };
    await checkGradient((a) => geglu(a), [input]);
    await checkSecondGradient((a) => geglu(a), [input]);
  });

  it("is a module, too", async () => {
    expect(await new GEGLU().forward(x).toArray()).toEqual(await geglu(x).toArray());
    expect(new GEGLU({ axis: 1 }).toString()).toBe("GEGLU(axis=1)");
  });

  it("refuses an odd size", () => {
    expect(() => geglu(tensor([1, 2, 3], on))).toThrow("geglu: expected an even size along axis 0, got [3]");
  });
});
