import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange } from "../create.ts";
import { contract } from "./contract.ts";
import { reshape } from "./reshape.ts";

const device = await backend();

describe("contract", () => {
  const x = reshape(arange(6, { backend: device }), [2, 3]);

  it("sums over the axes that the result lacks", async () => {
    expect(await contract(x, x, { left: "ik", right: "jk", result: "ij" }).toArray()).toEqual([[5, 14], [14, 50]]); // prettier-ignore
    expect(await contract(x, x, { left: "ik", right: "ik", result: "" }).toArray()).toBe(55);
    expect(await contract(x, x, { left: "ik", right: "ik", result: "ki" }).toArray()).toEqual([[0, 9], [1, 16], [4, 25]]); // prettier-ignore
    const outer = contract(x, x, { left: "ab", right: "cd", result: "adbc" });
    expect(outer.shape).toEqual([2, 3, 3, 2]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const [a, b] = [
      { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] },
      { data: [1, -2, 3, 4, 0.5, 6], shape: [3, 2] },
    ];
    const labels = { left: "ik", right: "kj", result: "ji" };
    await checkGradient((p, q) => contract(p, q, labels), [a, b]);
    await checkSecondGradient((p, q) => contract(p, q, labels), [a, b]);
  });
});
