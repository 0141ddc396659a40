import { eq, ge, gt, isfinite, isnan, le, logicalAnd, logicalNot, logicalOr, logicalXor, lt, ne } from "@nn/tensor";
import { booleans, floats, integers, operation } from "./operation.ts";

const pair = [integers([4, 5], 4), integers([5], 4)];
const truths = [booleans([4, 5]), booleans([5])];
const none = { gradients: "none" } as const;

/** Comparisons and logic, which give bool. */
export const comparisons = [
  operation("eq", pair, (x, y) => eq(x, y), none),
  operation("ne", pair, (x, y) => ne(x, y), none),
  operation("lt", pair, (x, y) => lt(x, y), none),
  operation("le", pair, (x, y) => le(x, y), none),
  operation("gt", pair, (x, y) => gt(x, y), none),
  operation("ge", pair, (x, y) => ge(x, y), none),
  operation("lt", [floats([4, 5]), floats([5])], (x, y) => lt(x, y), { ...none, variant: "floats" }),
  operation("logicalAnd", truths, (x, y) => logicalAnd(x, y), none),
  operation("logicalOr", truths, (x, y) => logicalOr(x, y), none),
  operation("logicalXor", truths, (x, y) => logicalXor(x, y), none),
  operation("logicalNot", [booleans([7])], (x) => logicalNot(x), none),
  operation("isnan", [floats([7])], (x) => isnan(x), none),
  operation("isfinite", [floats([7])], (x) => isfinite(x), none),
];
