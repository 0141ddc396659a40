import { expect, it } from "vitest";
import * as names from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(names).sort()).toEqual([
    "AvgPool2d",
    "MaxPool2d",
    "avgPool2d",
    "avgPoolOperation",
    "maxPool2d",
    "maxPool2dWithIndices",
    "maxPoolOperation",
  ]);
});
