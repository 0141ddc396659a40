import { backend, checkSecondGradient, expectClose } from "@nn/testing";
import { grad, ones, sum, tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { lpPool1d } from "./lpPool1d.ts";
import { LPPool2d, lpPool2d } from "./lpPool2d.ts";
import { LPPool3d, lpPool3d } from "./lpPool3d.ts";

const on = { backend: await backend() };
const x = tensor([[[[3, -4, 6, 0], [0, 0, 0, -8]]]], { ...on, requiresGradient: true }); // prettier-ignore

describe("lpPool2d", () => {
  it("takes the root of the sum of powers of magnitudes", async () => {
    expectClose(await lpPool2d(x, { kernelSize: 2 }).data(), [5, 10]);
    expectClose(await lpPool2d(x, { kernelSize: 2, normType: 1 }).data(), [7, 14]);
    expectClose(await lpPool2d(x, { kernelSize: 2, normType: 3 }).data(), [Math.cbrt(91), Math.cbrt(728)]);
    expectClose(await lpPool2d(x, { kernelSize: 2, normType: 0.5 }).data(), [
      (Math.sqrt(3) + 2) ** 2,
      (Math.sqrt(6) + Math.sqrt(8)) ** 2,
    ]);
    expectClose(await lpPool2d(x, { kernelSize: 2, normType: Infinity }).data(), [4, 8]);
  });

  it("takes powers with their sign where it is told to", async () => {
    expectClose(await lpPool2d(x, { kernelSize: [1, 2], normType: 1, signed: true }).data(), [-1, 6, 0, -8]);
    const row = tensor([[[-1, 3, -3, 1]]], on);
    expectClose(await lpPool1d(row, { kernelSize: 2, normType: 3, signed: true }).data(), [Math.cbrt(26), NaN]);
    expectClose(await lpPool1d(row, { kernelSize: 2, normType: Infinity, signed: true }).data(), [3, 1]);
  });

  it("sums what is inside only: padding adds nothing, and nothing is scaled up in ceil mode", async () => {
    const three = ones([1, 1, 1, 3], on);
    expectClose(await lpPool2d(three, { kernelSize: [1, 2], normType: 1, ceilMode: true }).data(), [2, 1]);
    expectClose(await lpPool2d(three, { kernelSize: [1, 2], normType: 1, padding: [0, 1] }).data(), [1, 2]);
  });

  it("is 0 over nothing, whatever the power", async () => {
    const options = { kernelSize: 2, stride: 1, padding: 1, dilation: 2 };
    for (const normType of [2, Infinity]) {
      expect(await lpPool1d(tensor([[[7]]], on), { ...options, normType }).toArray()).toEqual([[[0]]]);
    }
  });

  it.each([0.5, 1, 1.5, 2, 3, Infinity])("has no gradient where all is 0, for power %j", async (normType) => {
    const zeros = tensor([[[0, 0, 0, 0]]], { ...on, requiresGradient: true });
    const first = grad(sum(lpPool1d(zeros, { kernelSize: 2, normType })), [zeros])[0]!;
    expect(await first.toArray()).toEqual([[normType === Infinity ? [0, 0, 0, 0] : [0, 0, 0, 0]]]);
  });

  it("gives the direction of the window as its gradient", async () => {
    expectClose(await grad(lpPool2d(x, { kernelSize: 2 }), [x])[0]!.data(), [0.6, -0.8, 0.6, 0, 0, 0, 0, -0.8]);
  });

  it.each([{ normType: 1.5 }, { normType: 2 }, { normType: 3, signed: true }])(
    "can be differentiated twice: %j",
    async (norm) => {
      const data = Array.from({ length: 12 }, (_, position) => 1 + ((position * 5) % 12) / 4);
      const options = { kernelSize: 2, stride: 1, padding: [[1, 0], [0, 1]], ...norm } as const; // prettier-ignore
      await checkSecondGradient((input) => lpPool2d(input, options), [{ data, shape: [1, 1, 3, 4] }]);
    },
  );

  it("lets NaN and infinities through", async () => {
    const odd = tensor([[[NaN, 1, -Infinity, 2]]], on);
    expect([...(await lpPool1d(odd, { kernelSize: 2 }).data())]).toEqual([NaN, Infinity]);
  });

  it.each([0, -1, NaN])("refuses power %j", (normType) => {
    const message = `expected normType above 0, got ${normType}`;
    expect(() => lpPool2d(x, { kernelSize: 2, normType })).toThrow(`lpPool2d: ${message}`);
    expect(() => new LPPool2d({ kernelSize: 2, normType })).toThrow(`LPPool2d: ${message}`);
  });
});

it("lpPool3d takes the root of the sum over volumes", async () => {
  const volume = tensor([[[[[2, 0], [0, -3]], [[0, 6], [0, 0]]]]], on); // prettier-ignore
  expectClose(await lpPool3d(volume, { kernelSize: 2 }).data(), [7]);
  expectClose(await new LPPool3d({ kernelSize: [2, 1, 1] }).forward(volume).data(), [2, 6, 0, 3]);
});

it("LPPool2d prints its options", () => {
  expect(new LPPool2d({ kernelSize: 2, normType: Infinity }).toString()).toBe(
    "LPPool2d(kernelSize=2, normType=Infinity)",
  );
});
