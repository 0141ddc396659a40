import { add, constant, divide, equal, select, unary, type Expression } from "@nn/backend";

/** 1 / √(variance + epsilon); 0 where both are 0. */
export function inverseDeviation(variance: Expression, epsilon: number): Expression {
  const inverse = divide(constant(1, variance.dtype), unary("squareRoot", add(variance, epsilon)));
  return epsilon === 0 ? select(equal(variance, 0), 0, inverse) : inverse;
}
