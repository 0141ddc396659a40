import { someExpression } from "@nn/backend";
import { expect, it } from "vitest";
import { rowKernels } from "../joining/fixtures.ts";
import { joinKernels } from "../joining/joinKernels.ts";
import { coalesce } from "./coalesce.ts";
import { keepElements } from "./kept.ts";
import { loopKernelOf, type LoopKernel } from "./loopKernel.ts";
import { unrollFolds } from "./unroll.ts";
import { isPolynomial } from "./vectorFunctions.ts";

function softmaxOf(columns: number): LoopKernel {
  const { statistics, apply } = rowKernels([9, columns]);
  const { kernel, layout } = joinKernels(statistics, apply, [
    { kind: "input", number: 0 },
    { kind: "output", number: 0 },
    { kind: "output", number: 1 },
  ])!;
  return keepElements(unrollFolds(coalesce(loopKernelOf(kernel, layout))));
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
