import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { CELU, celu } from "./celu.ts";

const on = { backend: await backend() };

describe("celu", () => {
  it("bends to -α with slope 1 at 0", async () => {
    await expectActivation((x) => celu(x, { alpha: 2 }), {
      values: [
        [-Infinity, -2],
        [2 * Math.log(0.5), -1],
        [0, 0],
        [3, 3],
      ],
      slopes: [
        [2 * Math.log(0.5), 0.5],
        [0, 1],
        [3, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    await expectModule(new CELU({ alpha: 2 }), (x) => celu(x, { alpha: 2 }), "CELU(alpha=2)");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("celu", celu);
    expect(() => celu(tensor([1], on), { alpha: 0 })).toThrow("celu: expected alpha to be above 0, got 0");
  });
});
