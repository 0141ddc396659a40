import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Hardtanh, hardtanh } from "./hardtanh.ts";

describe("hardtanh", () => {
  it("limits to [-1, 1], with slope 0 at both ends", async () => {
    await expectActivation((x) => hardtanh(x), {
      values: [
        [-3, -1],
        [0.5, 0.5],
        [3, 1],
      ],
      slopes: [
        [-1, 0],
        [0.5, 1],
        [1, 0],
      ],
    });
  });

  it("limits to other numbers", async () => {
    await expectActivation((x) => hardtanh(x, { min: -3, max: 0 }), {
      values: [
        [-4, -3],
        [-2, -2],
        [3, 0],
      ],
      slopes: [
        [-3, 0],
        [-2, 1],
        [0, 0],
      ],
    });
  });

  it("is a module, too", async () => {
    await expectModule(
      new Hardtanh({ min: 0, max: 2 }),
      (x) => hardtanh(x, { min: 0, max: 2 }),
      "Hardtanh(min=0, max=2)",
    );
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("hardtanh", hardtanh);
    expect(() => new Hardtanh({ min: 1, max: 0 })).toThrow("Hardtanh: expected min ≤ max, got 1 and 0");
  });
});
