import { expect, it } from "vitest";
import { verdictOf } from "./verdict.ts";

/** Probabilities of 7 and 1; the others share the rest. */
const between = (seven: number, one: number): number[] =>
  Array.from({ length: 10 }, (_, digit) => (digit === 7 ? seven : digit === 1 ? one : (1 - seven - one) / 8));

it("says how sure the network is", () => {
  expect(verdictOf(between(0.97, 0.02), true)).toBe("This is a 7.");
  expect(verdictOf(between(0.6, 0.3), true)).toBe("This looks like a 7, perhaps a 1.");
  expect(verdictOf(between(0.4, 0.45), true)).toBe("Hard to say: a 1 or a 7?");
  expect(verdictOf(between(0.2, 0.1), false)).toBe("A guess: 7. The network has not learned anything yet.");
});
