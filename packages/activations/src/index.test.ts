import { expect, it } from "vitest";
import * as names from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(names).sort()).toEqual([
    "LogSoftmax",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "logSoftmax",
    "logSoftmaxOperation",
    "relu",
    "reluOperation",
    "sigmoid",
    "softmax",
    "softmaxOperation",
    "tanh",
  ]);
});
