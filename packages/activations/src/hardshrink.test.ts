import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Hardshrink, hardshrink } from "./hardshrink.ts";

const on = { backend: await backend() };

describe("hardshrink", () => {
  it("makes 0 what is within λ", async () => {
    await expectActivation((x) => hardshrink(x), {
      values: [
        [-2, -2],
        [-0.5, 0],
        [0.5, 0],
        [3, 3],
      ],
      slopes: [
        [-2, 1],
        [-0.5, 0],
        [0, 0],
        [0.5, 0],
        [3, 1],
      ],
    });
  });

  it("is a module, too", async () => {
    await expectModule(new Hardshrink({ lambda: 1 }), (x) => hardshrink(x, { lambda: 1 }), "Hardshrink(lambda=1)");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("hardshrink", hardshrink);
    expect(() => hardshrink(tensor([1], on), { lambda: -1 })).toThrow(
      "hardshrink: expected lambda to be at least 0, got -1",
    );
  });
});
