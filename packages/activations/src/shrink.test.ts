import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Shrink, shrink } from "./shrink.ts";

const on = { backend: await backend() };

describe("shrink", () => {
  it("has λ and a bias", async () => {
    await expectActivation((x) => shrink(x, { lambda: 1, bias: 0.5 }), {
      values: [
        [-2, -1.5],
        [-1, 0],
        [1, 0],
        [3, 2.5],
      ],
      slopes: [
        [-2, 1],
        [-1, 0],
        [0, 0],
        [1, 0],
        [3, 1],
      ],
    });
  });

  it("is a module, too", async () => {
    await expectModule(
      new Shrink({ lambda: 1, bias: 0.5 }),
      (x) => shrink(x, { lambda: 1, bias: 0.5 }),
      "Shrink(lambda=1, bias=0.5)",
    );
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("shrink", shrink);
    expect(() => shrink(tensor([1], on), { bias: NaN })).toThrow("shrink: expected bias to be finite, got NaN");
  });
});
