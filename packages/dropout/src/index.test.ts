import { expect, it } from "vitest";
import * as names from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(names).sort()).toEqual([
    "AlphaDropout",
    "ChannelDropout",
    "Dropout",
    "Dropout1d",
    "Dropout2d",
    "Dropout3d",
    "FeatureAlphaDropout",
    "GaussianDropout",
    "alphaDropout",
    "alphaDropoutOperation",
    "dropout",
    "dropout1d",
    "dropout2d",
    "dropout3d",
    "dropoutOperation",
    "dropoutWithMask",
    "featureAlphaDropout",
    "gaussianDropout",
  ]);
});
