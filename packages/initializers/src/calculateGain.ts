import { NNError } from "@nn/backend";

/** What follows the weights that are initialized. */
export type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leakyReLU" | "selu";

/**
 * The factor by which weights shall be larger so that a signal keeps its variance through the nonlinearity: 1 for linear
 * and sigmoid, 5/3 for tanh, √2 for relu, √(2 / (1 + negativeSlope²)) for leakyReLU, 3/4 for selu. As in PyTorch.
 *
 * @param negativeSlope of leakyReLU; 0.01 by default
 * @throws NNError `option` for another nonlinearity
 *
 * @example
 * ```ts
 * calculateGain("relu"); // 1.4142
 * ```
 */
export function calculateGain(nonlinearity: Nonlinearity, negativeSlope = 0.01): number {
  switch (nonlinearity) {
    case "linear":
    case "sigmoid":
      return 1;
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.SQRT2;
    case "leakyReLU":
      return Math.sqrt(2 / (1 + negativeSlope ** 2));
    case "selu":
      return 3 / 4;
    default: {
      const known = "linear, sigmoid, tanh, relu, leakyReLU or selu";
      throw new NNError("option", `calculateGain: expected ${known}, got ${String(nonlinearity)}`);
    }
  }
}
