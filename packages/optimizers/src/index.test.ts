import { expect, it } from "vitest";
import * as names from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(names).sort()).toEqual([
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "NAdam",
    "Optimizer",
    "RAdam",
    "RMSprop",
    "ReduceLROnPlateau",
    "SGD",
    "Scheduler",
    "clipGradNorm",
    "clipGradValue",
    "constantLR",
    "cosineAnnealingLR",
    "cosineAnnealingWarmRestarts",
    "cyclicLR",
    "directionOf",
    "exponentialLR",
    "linearLR",
    "movingAverage",
    "multiStepLR",
    "oneCycleLR",
    "polynomialLR",
    "sequentialLR",
    "stepLR",
    "updateOperation",
  ]);
});
