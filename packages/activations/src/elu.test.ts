import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { ELU, elu } from "./elu.ts";

const on = { backend: await backend() };

describe("elu", () => {
  it("bends to -α", async () => {
    await expectActivation((x) => elu(x, { alpha: 2 }), {
      values: [
        [-Infinity, -2],
        [Math.log(0.5), -1],
        [0, 0],
        [3, 3],
        [-1e-6, -2e-6],
      ],
      slopes: [
        [Math.log(0.5), 1],
        [0, 2],
        [3, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    await expectModule(new ELU({ alpha: 2 }), (x) => elu(x, { alpha: 2 }), "ELU(alpha=2)");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("elu", elu);
    expect(() => elu(tensor([1], on), { alpha: Infinity })).toThrow("elu: expected alpha to be finite, got Infinity");
  });
});
