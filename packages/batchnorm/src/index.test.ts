import { expect, it } from "vitest";
import * as names from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(names).sort()).toEqual([
    "BatchNorm",
    "BatchNorm1d",
    "BatchNorm2d",
    "BatchNorm3d",
    "batchNorm",
    "batchNormOperation",
    "batchNormTraining",
    "foldBatchNorm",
    "foldBatchNormInto",
  ]);
});
