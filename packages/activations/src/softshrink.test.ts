import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Softshrink, softshrink } from "./softshrink.ts";

const on = { backend: await backend() };

describe("softshrink", () => {
  it("moves towards 0 by λ", async () => {
    await expectActivation((x) => softshrink(x), {
      values: [
        [-2, -1.5],
        [-0.5, 0],
        [0.5, 0],
        [3, 2.5],
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
    await expectModule(new Softshrink({ lambda: 1 }), (x) => softshrink(x, { lambda: 1 }), "Softshrink(lambda=1)");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("softshrink", softshrink);
    expect(() => softshrink(tensor([1], on), { lambda: -1 })).toThrow(
      "softshrink: expected lambda to be at least 0, got -1",
    );
  });
});
