import { tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { dynamicRouting } from "./dynamicRouting.ts";

const on = { backend: await backend() };

/** Procedure 1 of the paper to the letter, for one example. */
function byHand(votes: readonly (readonly (readonly number[])[])[], iterations: number): number[][] {
  const logits = votes.map((row) => row.map(() => 0));
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, at) => sum + x * b[at]!, 0);
  let outputs: number[][] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const couplings = logits.map((row) => {
      const all = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
      return row.map((logit) => Math.exp(logit) / all);
    });
    outputs = votes[0]!.map((vote, j) => {
      const s = vote.map((_, f) => votes.reduce((sum, row, i) => sum + couplings[i]![j]! * row[j]![f]!, 0));
      const length2 = dot(s, s);
      return s.map((value) => (value * Math.sqrt(length2)) / (1 + length2));
    });
    votes.forEach((row, i) => row.forEach((vote, j) => (logits[i]![j]! += dot(vote, outputs[j]!))));
  }
  return outputs;
}

const votes = [
  [[1, 2], [0.5, -1], [0, 0.1]],
  [[1, 1.5], [-0.5, 1], [2, 0]],
  [[-1, 0], [0.25, 0.5], [1, 1]],
  [[0.9, 2], [3, -1], [-1, -1]],
]; // prettier-ignore

describe("dynamicRouting", () => {
  it.each([1, 2, 3, 5])("follows the paper's procedure, %i iterations", async (iterations) => {
    const expected = byHand(votes, iterations).flat();
    expectClose(await dynamicRouting(tensor([votes], on), { iterations }).data(), expected);
  });

  it("has three iterations by default, and treats examples apart", async () => {
    const both = await dynamicRouting(tensor([votes, votes.map((row) => row.map(([a, b]) => [b!, -a!]))], on)).data();
    expectClose(both.subarray(0, 6), byHand(votes, 3).flat());
    expectClose(both.subarray(6), byHand(votes, 3).flatMap(([a, b]) => [b!, -a!])); // prettier-ignore
  });

  it("couples to where votes agree", async () => {
    const agreeing = [[[1, 0], [1, 0]], [[1, 0], [-1, 0]]]; // prettier-ignore
    const [first, , second] = await dynamicRouting(tensor([agreeing], on), { iterations: 3 }).data();
    const [once] = await dynamicRouting(tensor([agreeing], on), { iterations: 1 }).data();
    expect(first).toBeGreaterThan(once!);
    expect(Math.abs(second!)).toBeLessThan(0.1);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const input = { data: votes.slice(0, 2).flat(2), shape: [1, 2, 3, 2] };
    await checkGradient((x) => dynamicRouting(x), [input]);
    await checkSecondGradient((x) => dynamicRouting(x, { iterations: 2 }), [input]);
  });

  it("refuses what it cannot route", () => {
    expect(() => dynamicRouting(zeros([2, 3, 4], on))).toThrow(
      "dynamicRouting: expected input of rank 4 [batch, inputs, outputs, features], got [2, 3, 4]",
    );
    expect(() => dynamicRouting(zeros([1, 1, 1, 1], on), { iterations: 0 })).toThrow(
      "dynamicRouting: expected iterations to be an integer of at least 1, got 0",
    );
    expect(() => dynamicRouting(zeros([1, 1, 1, 1], { ...on, dtype: "int32" }))).toThrow("expected float32 or float64");
  });
});
