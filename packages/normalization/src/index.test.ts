import { expect, it } from "vitest";
import * as names from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(names).sort()).toEqual([
    "GroupNorm",
    "InstanceNorm",
    "InstanceNorm1d",
    "InstanceNorm2d",
    "InstanceNorm3d",
    "LayerNorm",
    "LocalResponseNorm",
    "RMSNorm",
    "groupNorm",
    "instanceNorm",
    "layerNorm",
    "layerNormWithStatistics",
    "localResponseNorm",
    "localResponseNormOperation",
    "normalize",
    "removeReparametrization",
    "rmsNorm",
    "rmsNormOperation",
    "spectralNorm",
    "standardizeOperation",
    "weightNorm",
    "weightNormalize",
  ]);
});
