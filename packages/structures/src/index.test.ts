import { expect, it } from "vitest";
import * as names from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(names).sort()).toEqual([
    "Capsules",
    "Highway",
    "Parallel",
    "PrimaryCapsules",
    "Residual",
    "capsuleLengths",
    "capsuleMarginLoss",
    "dynamicRouting",
    "highway",
    "squash",
  ]);
});
