import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { grad, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { normalize } from "./normalize.ts";

const on = { backend: await backend() };

describe("normalize", () => {
  const x = tensor([[3, 4], [0, -2]], on); // prettier-ignore

  it("divides vectors by their norms", async () => {
    expectClose(await normalize(x).data(), [0.6, 0.8, 0, -1]);
    expectClose(await normalize(x, { normType: 1 }).data(), [3 / 7, 4 / 7, 0, -1]);
    expectClose(await normalize(x, { normType: Infinity }).data(), [0.75, 1, 0, -1]);
    const third = Math.cbrt(27 + 64);
    expectClose(await normalize(x, { normType: 3 }).data(), [3 / third, 4 / third, 0, -1]);
    const half = (Math.sqrt(3) + 2) ** 2;
    expectClose(await normalize(x, { normType: 0.5 }).data(), [3 / half, 4 / half, 0, -1]);
  });

  it("takes vectors along any axes", async () => {
    const down = Math.sqrt(20);
    expectClose(await normalize(x, { axes: 0 }).data(), [1, 4 / down, 0, -2 / down]);
    const whole = Math.sqrt(29);
    expectClose(await normalize(x, { axes: [0, -1] }).data(), [3 / whole, 4 / whole, 0, -2 / whole]);
  });

  it("leaves zeros, and divides short vectors by epsilon", async () => {
    for (const normType of [0.5, 1, 2, 3, Infinity]) {
      for (const epsilon of [0, 1e-12]) {
        const zero = tensor([[0, 0]], { ...on, requiresGradient: true });
        const result = normalize(zero, { normType, epsilon });
        expect(await result.toArray()).toEqual([[0, 0]]);
        expect((await grad(result, [zero], tensor([[1, 1]], on))[0]!.data()).every(Number.isFinite)).toBe(true); // prettier-ignore
      }
    }
    expectClose(await normalize(tensor([[0.3, 0.4]], on), { epsilon: 1 }).data(), [0.3, 0.4]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const input = { data: [0.5, -1, 2, 0.3, 3, 1], shape: [2, 3] };
    for (const normType of [1, 2, 3, Infinity]) await checkGradient((given) => normalize(given, { normType }), [input]);
    await checkSecondGradient((given) => normalize(given), [input], { relative: 1e-5 });
    await checkSecondGradient((given) => normalize(given, { normType: 3 }), [input], { relative: 1e-5 });
    await checkGradient((given) => normalize(given, { epsilon: 100 }), [input]);
  });

  it("refuses what is no norm", () => {
    expect(() => normalize(x, { normType: 0 })).toThrow("normalize: expected normType to be a number above 0, got 0");
    expect(() => normalize(x, { epsilon: -1 })).toThrow(
      "normalize: expected epsilon to be a number of at least 0, got -1",
    );
    expect(() => normalize(zeros([3], on))).toThrow("normalize: expected axis to be an integer from -1 to 0, got 1");
  });
});
