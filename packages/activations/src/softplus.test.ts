import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation, expectFloatsAlone, expectModule } from "./fixtures.ts";
import { Softplus, softplus } from "./softplus.ts";

const on = { backend: await backend() };

describe("softplus", () => {
  it("does not overflow from 89 on", async () => {
    await expectActivation((x) => softplus(x), {
      values: [
        [-Infinity, 0],
        [-20, 2.0611536e-9],
        [0, 0.69314718],
        [Math.log(3), 1.3862944],
        [89, 89],
        [1e38, 1e38],
      ],
      slopes: [
        [-1000, 0],
        [Math.log(3), 0.75],
        [0, 0.5],
        [89, 1],
      ],
      curved: true,
    });
  });

  it("takes β, and a threshold for βx", async () => {
    await expectActivation((x) => softplus(x, { beta: 2, threshold: 3 }), {
      values: [
        [0, 0.34657359],
        [Math.log(3) / 2, 0.69314718],
        [1.6, 1.6],
      ],
      slopes: [
        [0, 0.5],
        [1.6, 1],
      ],
      curved: true,
    });
  });

  it("needs no threshold", async () => {
    await expectActivation((x) => softplus(x, { threshold: Infinity }), {
      values: [
        [0, 0.69314718],
        [1000, 1000],
        [Infinity, Infinity],
      ],
      slopes: [
        [0, 0.5],
        [1000, 1],
      ],
      curved: true,
    });
  });

  it("is a module, too", async () => {
    await expectModule(new Softplus({ beta: 2 }), (x) => softplus(x, { beta: 2 }), "Softplus(beta=2, threshold=20)");
  });

  it("refuses what it cannot take", async () => {
    await expectFloatsAlone("softplus", softplus);
    expect(() => softplus(tensor([1], on), { beta: 0 })).toThrow("softplus: expected beta to be above 0, got 0");
    expect(() => softplus(tensor([1], on), { threshold: NaN })).toThrow(
      "softplus: expected threshold to be a number, got NaN",
    );
  });
});
