import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Threshold, threshold } from "./threshold.ts";

const on = { backend: await backend() };

describe("threshold", () => {
  it("replaces what does not exceed it", async () => {
    await expectActivation((x) => threshold(x, { threshold: 1, value: 20 }), {
      values: [
        [-2, 20],
        [1, 20],
        [3, 3],
      ],
      slopes: [
        [-2, 0],
        [1, 0],
        [3, 1],
      ],
    });
  });

  it("is a module, too", async () => {
    await expectModule(
      new Threshold({ threshold: 1, value: 20 }),
      (x) => threshold(x, { threshold: 1, value: 20 }),
      "Threshold(threshold=1, value=20)",
    );
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("threshold", threshold);
    expect(() => threshold(tensor([1], on), { threshold: NaN })).toThrow(
      "threshold: expected threshold to be finite, got NaN",
    );
  });
});
