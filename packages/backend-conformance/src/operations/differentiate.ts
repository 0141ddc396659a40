import { isFloat, NNError, type Backend, type DType, type TypedArray } from "@nn/backend";
import { add, grad, tensor, type Tensor } from "@nn/tensor";
import { arrayOf } from "../expect.ts";
import type { Direction } from "../check.ts";
import { Random } from "../kernels/random.ts";
import { numbersOf, type OperationCase } from "./operation.ts";

/** What one tensor holds. */
export interface Numbers {
  readonly what: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/**
 * Runs a case in one direction: its outputs; or the gradients of its float inputs, where every output element has a weight of
 * its own; or the gradients of those gradients, by the inputs and by the weights.
 */
export async function runCase(
  operationCase: OperationCase,
  direction: Direction,
  backend: Backend,
  float: DType,
): Promise<readonly Numbers[]> {
  const { inputs, run } = operationCase;
  const numbers = numbersOf(operationCase);
  const requiresGradient = direction !== "forward";
  const tensors = inputs.map(({ dtype, shape }, position) => {
    const type = dtype === "float" ? float : dtype;
    const data = arrayOf(type, numbers[position]!);
    return tensor(data, { backend, dtype: type, shape, requiresGradient: requiresGradient && isFloat(type) });
  });
  const outputs = asArray(run(...tensors));
  if (direction === "forward") return read("output", outputs);
  const points = tensors.filter(({ requiresGradient: required }) => required);
  const differentiable = outputs.filter(({ requiresGradient: required }) => required);
  const upstream = differentiable.map((output, position) =>
    weightsFor(output, position, direction === "doubleBackward"),
  );
  const gradients = gradientsOf(differentiable, points, upstream);
  if (direction === "backward") return read("gradient", gradients);
  const again = gradients.filter(({ requiresGradient: required }) => required);
  const weights = again.map((gradient, position) => weightsFor(gradient, position + 100, false));
  return read("second gradient", gradientsOf(again, [...points, ...upstream], weights));
}

function asArray(outputs: Tensor | readonly Tensor[]): readonly Tensor[] {
  return "shape" in outputs ? [outputs] : outputs;
}

/** The gradients of those points that the outputs depend on, added up over the outputs. */
function gradientsOf(outputs: readonly Tensor[], points: readonly Tensor[], upstream: readonly Tensor[]): Tensor[] {
  return points.flatMap((point) => {
    const parts = outputs.flatMap((output, position) => gradientIfAny(output, point, upstream[position]!));
    return parts.length > 0 ? [parts.reduce((total, part) => add(total, part))] : [];
  });
}

function gradientIfAny(output: Tensor, point: Tensor, upstream: Tensor): Tensor[] {
  try {
    return grad(output, [point], upstream);
  } catch (error) {
    if (NNError.isInstance(error) && error.code === "option") return [];
    throw error;
  }
}

/** A weight for each element, so that no two can cancel by accident. */
function weightsFor({ backend, dtype, shape, size }: Tensor, seed: number, requiresGradient: boolean): Tensor {
  const random = new Random(seed + 1000);
  const weights = random.list(size, () => Math.fround((random.chance(0.5) ? -1 : 1) * (0.5 + random.next())));
  return tensor(arrayOf(dtype, weights), { backend, dtype, shape, requiresGradient });
}

async function read(what: string, tensors: readonly Tensor[]): Promise<readonly Numbers[]> {
  const arrays = await Promise.all(tensors.map((each) => each.data()));
  return tensors.map(({ dtype, shape }, position) => ({
    what: `${what} ${position}`,
    dtype,
    shape,
    data: arrays[position]!,
  }));
}
