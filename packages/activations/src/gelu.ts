import { add, constant, less, multiply, NNError, select, subtract, unary, type Expression } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { normalDensity, normalDistribution } from "./normalDistribution.ts";
import { withSlopes } from "./withSlopes.ts";
import { withTails } from "./withTails.ts";

/** Options of {@link gelu}. */
export interface GELUOptions {
  /** "none" for the normal distribution itself, "tanh" for its approximation. Default: "none". */
  readonly approximate?: "none" | "tanh";
}

/**
 * x · Φ(x), element by element, where Φ is the standard normal distribution, (1 + erf(x/√2)) / 2. The gradient is
 * Φ(x) + x · φ(x), with the density φ. With `approximate: "tanh"`, Φ becomes (1 + tanh(√(2/π) · (x + 0.044715 · x³))) / 2,
 * and the gradient is that of the approximation. It is 0 at −∞.
 *
 * The exact form is the default, as in PyTorch, PaddlePaddle, Keras and ONNX; JAX's default is the approximation.
 *
 * Source: Hendrycks & Gimpel 2016, "Gaussian Error Linear Units".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `approximate` is "none" or "tanh"
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 0, 1], { backend });
 * await gelu(x).data(); // -0.15866, 0, 0.84134
 * await gelu(x, { approximate: "tanh" }).data(); // -0.15881, 0, 0.84119
 * ```
 */
export function gelu(x: Tensor, options: GELUOptions = {}): Tensor {
  const { approximate } = normal("gelu", options);
  const operation = approximate === "tanh" ? geluTanhOperation : geluOperation;
  return applySingle(operation, floatOperands("gelu", [x]), undefined);
}

/** {@link gelu} as a module. */
export class GELU extends Module {
  readonly approximate: "none" | "tanh";

  /** @throws NNError `option` as {@link gelu} does */
  constructor(options: GELUOptions = {}) {
    super();
    this.approximate = normal("GELU", options).approximate;
  }

  override forward(input: Tensor): Tensor {
    return gelu(input, this);
  }

  protected override describe(): string {
    return this.approximate === "none" ? "" : `approximate=${this.approximate}`;
  }
}

/** The token of {@link gelu}, exact. */
export const geluOperation: Operation<undefined> = withSlopes("gelu", [
  geluFormula,
  (x) => add(normalDistribution(x), tails(x, multiply(x, normalDensity(x)))),
  (x) => tails(x, multiply(normalDensity(x), subtract(2, multiply(x, x)))),
]);

/** The token of {@link gelu}, approximate. */
export const geluTanhOperation: Operation<undefined> = elementwise("gelu tanh", ([x]) => {
  const cubic = add(multiply(multiply(multiply(x!, x!), x!), 0.044715), x!);
  // (1 + tanh(u)) / 2 = σ(2u), which does not cancel.
  const gate = unary("sigmoid", multiply(cubic, 2 * Math.sqrt(2 / Math.PI)));
  return withTails(x!, x!, multiply(x!, gate), 40);
});

/** x · Φ(x) as an expression. */
export function geluFormula(x: Expression): Expression {
  return withTails(x, x, multiply(x, normalDistribution(x)), 40);
}

/** A value that is 0 where the density is. */
function tails(x: Expression, middle: Expression): Expression {
  return select(less(constant(40, x.dtype), unary("absolute", x)), 0, middle);
}

function normal(operation: string, { approximate = "none" }: GELUOptions): Required<GELUOptions> {
  if (approximate === "none" || approximate === "tanh") return { approximate };
  const got = String(approximate);
  throw new NNError("option", `${operation}: expected approximate to be "none" or "tanh", got ${got}`);
}
