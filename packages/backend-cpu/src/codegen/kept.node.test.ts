import { someExpression, unary, type Expression } from "@nn/backend";
import { expect, it } from "vitest";
import { rowKernels } from "../joining/fixtures.ts";
import { joinKernels } from "../joining/joinKernels.ts";
import { limitBelowMaximum } from "./belowMaximum.ts";
import { coalesce } from "./coalesce.ts";
import { keepElements } from "./kept.ts";
import { loopKernelOf, type LoopKernel } from "./loopKernel.ts";
import { unrollFolds } from "./unroll.ts";
import { isPolynomial, limitedExponent } from "./vectorFunctions.ts";

function softmaxOf(columns: number): LoopKernel {
  const { statistics, apply } = rowKernels([9, columns]);
  const { kernel, layout } = joinKernels(statistics, apply, [
    { kind: "input", number: 0 },
    { kind: "output", number: 0 },
    { kind: "output", number: 1 },
  ])!;
  return keepElements(unrollFolds(coalesce(loopKernelOf(kernel, layout))));
}

/** Whether it asks for e^min(…, -0). */
function hasLimit(root: Expression): boolean {
  return someExpression(root, (node) => node.kind === "unary" && Object.is(limitedExponent(node)?.limit, -0));
}

it("keeps the exponentials of a softmax in its result, which computes none", () => {
  const { folds, outputs } = softmaxOf(40);
  expect(folds.map((fold) => fold?.kept?.output)).toEqual([undefined, 2]);
  expect(someExpression(outputs[2]!.value, isPolynomial)).toBe(false);
});

it("keeps nothing where rows are not of whole vectors", () => {
  const { folds, outputs } = softmaxOf(41);
  expect(folds.map((fold) => fold?.kept)).toEqual([undefined, undefined]);
  expect(someExpression(outputs[2]!.value, isPolynomial)).toBe(true);
});

it("says that elements are not above their maximum, in what is kept and in what is not", () => {
  const kept = limitBelowMaximum(softmaxOf(40)).folds[1]!;
  expect([kept.body, kept.kept!.value].map(hasLimit)).toEqual([true, true]);
  const { folds, outputs } = limitBelowMaximum(softmaxOf(41));
  expect([folds[1]!.body, outputs[2]!.value].map(hasLimit)).toEqual([true, true]);
});

it("says nothing of elements that a maximum was not taken of", () => {
  const kernel = softmaxOf(40);
  const shorter = kernel.folds.map((fold, number) => (number === 0 ? { ...fold!, extents: [20] } : fold));
  const other = kernel.folds.map((fold, number) =>
    number === 0 ? { ...fold!, body: unary("negate", fold!.body) } : fold,
  );
  const smallest = kernel.folds.map((fold, number) => (number === 0 ? { ...fold!, operator: "min" as const } : fold));
  for (const folds of [shorter, other, smallest]) {
    expect(hasLimit(limitBelowMaximum({ ...kernel, folds }).folds[1]!.body)).toBe(false);
  }
});
