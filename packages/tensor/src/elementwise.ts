import { constant, differentiate, multiply, select, type Expression, type TensorType, isFloat } from "@nn/backend";
import {
  applySingle,
  broadcastLoads,
  elementwiseShape,
  type FormulaParts,
  type GradientContext,
  type Operation,
} from "./operation.ts";
import { optionsKey } from "./options.ts";
import { sumTo } from "./operations/sumTo.ts";
import type { Tensor } from "./tensor.ts";

/** The value of one element of the result, from the elements of the operands at the same place. */
export type ElementwiseFormula<Options> = (operands: readonly Expression[], options: Options) => Expression;

/**
 * An operation on corresponding elements; operands broadcast. Its gradient is derived from the formula, and so is the
 * gradient's gradient.
 *
 * @param name how plans and errors call it
 * @param formula the result's element; it may be called for operands of any type that the public function lets through
 */
export function elementwise<Options = undefined>(
  name: string,
  formula: ElementwiseFormula<Options>,
): Operation<Options> {
  const gradients = new Map<number, Operation<Options>>();
  const constants = new Map<string, boolean>();
  const isConstant = (inputs: readonly Tensor[], position: number, options: Options): boolean => {
    const key = `${position}|${inputs.map(({ dtype }) => dtype).join()}|${optionsKey(options)}`;
    let answer = constants.get(key);
    if (answer === undefined) constants.set(key, (answer = isConstantIn(formula, inputs, position, options)));
    return answer;
  };
  const gradientFor = (input: number): Operation<Options> => {
    let operation = gradients.get(input);
    if (!operation) gradients.set(input, (operation = derivative(name, formula, input)));
    return operation;
  };
  return {
    name,
    formula: (inputs, options) => parts(name, inputs, (operands) => formula(operands, options)),
    gradient: ({ inputs, upstream, options }: GradientContext<Options>) =>
      inputs.map((input, position) => {
        if (!input.requiresGradient || !isFloat(input.dtype)) return undefined;
        if (isConstant(inputs, position, options)) return undefined;
        const full = applySingle(gradientFor(position), [...inputs, upstream[0]!], options);
        return sumTo(full, input.shape);
      }),
  };
}

/** upstream · ∂formula/∂operand, for the operands followed by the upstream gradient. */
function derivative<Options>(name: string, formula: ElementwiseFormula<Options>, input: number): Operation<Options> {
  return elementwise(`${name} gradient`, (operands, options) => {
    const upstream = operands.at(-1)!;
    const value = formula(operands.slice(0, -1), options);
    return scaled(upstream, differentiate(value, input));
  });
}

/** upstream · factor, where a factor of 0 gives 0 even for an infinite upstream gradient. */
function scaled(upstream: Expression, factor: Expression): Expression {
  if (factor.kind === "constant" && factor.value === 0) return constant(0, upstream.dtype);
  if (factor.kind === "select") {
    return select(factor.condition, scaled(upstream, factor.whenTrue), scaled(upstream, factor.whenFalse));
  }
  return multiply(upstream, factor);
}

function parts(
  name: string,
  inputs: readonly TensorType[],
  formula: (operands: readonly Expression[]) => Expression,
): FormulaParts {
  const shape = elementwiseShape(name, inputs);
  return { shape, outputs: [formula(broadcastLoads(inputs, shape))] };
}

function isConstantIn<Options>(
  formula: ElementwiseFormula<Options>,
  inputs: readonly Tensor[],
  position: number,
  options: Options,
): boolean {
  const scalars = inputs.map(({ dtype }) => ({ dtype, shape: [] }));
  const result = differentiate(formula(broadcastLoads(scalars, []), options), position);
  return result.kind === "constant" && result.value === 0;
}
