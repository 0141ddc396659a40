import {
  all,
  any,
  argmax,
  argmin,
  logSoftmax,
  logSumExp,
  max,
  mean,
  min,
  prod,
  softmax,
  std,
  sum,
  sumTo,
  variance,
} from "@nn/tensor";
import { booleans, distinct, floats, integers, operation, positive } from "./operation.ts";

const x = floats([2, 3, 5]);
const middle = { axes: 1 } as const;
const none = { gradients: "none" } as const;

/** Sums, means, extrema and what is made of them. */
export const reductions = [
  operation("sum", [x], (a) => sum(a)),
  operation("sum", [x], (a) => sum(a, { axes: [0, 2], keepDims: true }), { variant: "axes 0 and 2" }),
  operation("sum", [floats([3, 0])], (a) => sum(a, { axes: 1 }), { variant: "nothing" }),
  operation("sum", [integers([4, 5], 100)], (a) => sum(a, { axes: 0 }), { ...none, variant: "int32" }),
  operation("sumTo", [x], (a) => sumTo(a, [3, 1])),
  operation("mean", [x], (a) => mean(a, middle)),
  operation("prod", [positive([3, 4])], (a) => prod(a, middle)),
  operation("max", [distinct([3, 7])], (a) => max(a, middle)),
  operation("min", [distinct([3, 7])], (a) => min(a, { axes: 0 })),
  operation("argmax", [distinct([3, 7])], (a) => argmax(a, { axis: 1 }), none),
  operation("argmin", [distinct([3, 7])], (a) => argmin(a), none),
  operation("all", [booleans([3, 4])], (a) => all(a, middle), none),
  operation("any", [booleans([3, 4])], (a) => any(a, middle), none),
  operation("variance", [x], (a) => variance(a, middle)),
  operation("variance", [x], (a) => variance(a, { axes: [0, 2], correction: 0 }), { variant: "biased" }),
  operation("std", [x], (a) => std(a, middle)),
  operation("logSumExp", [x], (a) => logSumExp(a, middle)),
  operation("softmax", [floats([3, 7], -20, 20)], (a) => softmax(a)),
  operation("softmax", [x], (a) => softmax(a, { axis: 0 }), { variant: "axis 0" }),
  operation("logSoftmax", [floats([3, 7], -20, 20)], (a) => logSoftmax(a)),
];
