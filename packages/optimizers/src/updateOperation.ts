import { add, constant, index, load, multiply, unary, type Expression } from "@nn/backend";
import type { Operation } from "@nn/tensor";

/** What an update makes of the elements of its inputs: the new parameter's, followed by the new state's. */
export type UpdateFormula<Settings> = (elements: readonly Expression[], settings: Settings) => readonly Expression[];

/**
 * An update as one operation. Its inputs have the parameter's shape, or none where they are scalars.
 *
 * @example
 * ```ts
 * const double = updateOperation("double", ([p]) => [multiply(p!, 2)]);
 * await apply(double, [tensor([1, 2], { backend })], undefined)[0]!.data(); // 2, 4
 * ```
 */
export function updateOperation<Settings>(name: string, formula: UpdateFormula<Settings>): Operation<Settings> {
  return {
    name,
    formula: (inputs, settings) => {
      const elements = inputs.map((type, input) => {
        const here = type.shape.map((_, axis) => index(axis));
        return load(input, type, here);
      });
      return { shape: inputs[0]!.shape, outputs: formula(elements, settings) };
    },
  };
}

/** What every update makes of the gradient before all else. */
export interface DirectionSettings {
  /** Adds `weightDecay` · parameter to the gradient. Default: 0. */
  readonly weightDecay?: number;
  /** Whether to go up instead of down. Default: false. */
  readonly maximize?: boolean;
}

/**
 * The gradient, against which to go: its sign if the goal is a maximum, and the decay of weights that is part of it.
 *
 * @example
 * ```ts
 * const decay = { weightDecay: 0.5 };
 * const step = updateOperation("step", ([p, g]) => [directionOf(p!, g!, decay)]);
 * await apply(step, [tensor([2, 4], { backend }), tensor([1, 1], { backend })], undefined)[0]!.data(); // 2, 3
 * ```
 */
export function directionOf(
  parameter: Expression,
  gradient: Expression,
  { weightDecay = 0, maximize = false }: DirectionSettings,
): Expression {
  const signed = maximize ? unary("negate", gradient) : gradient;
  return weightDecay === 0 ? signed : add(signed, multiply(parameter, constant(weightDecay, parameter.dtype)));
}

/**
 * The mean of the past with a part of the new: decay · mean + (1 − decay) · value.
 *
 * @example
 * ```ts
 * const follow = updateOperation("follow", ([mean, value]) => [movingAverage(mean!, value!, 0.75)]);
 * await apply(follow, [tensor([0, 4], { backend }), tensor([8, 0], { backend })], undefined)[0]!.data(); // 2, 3
 * ```
 */
export function movingAverage(mean: Expression, value: Expression, decay: number): Expression {
  return add(multiply(mean, decay), multiply(value, 1 - decay));
}
