import {
  add,
  affine,
  constant,
  domainOf,
  floorDivide,
  fromAffine,
  index,
  load,
  modulo,
  multiply,
  rewrite,
  type Contraction,
  type Expression,
  type Kernel,
  type TensorType,
} from "@nn/backend";
import type { Strategy } from "./strategy.ts";

/** Where the finished sums lie. */
export type ResultPlace = Pick<Strategy, "outputOffsets" | "outputSize">;

/** The kernel that makes the outputs of `kernel` from the finished sums, which are its last input. */
export function resultKernel(kernel: Kernel, contraction: Contraction, place: ResultPlace): Kernel {
  const type: TensorType = { dtype: "float32", shape: [place.outputSize] };
  const coordinate = fromAffine(affine(position(kernel, contraction, place), domainOf(kernel)));
  const sum = load(kernel.inputs.length, type, [coordinate]);
  const memo = new Map<Expression, Expression>();
  const withSum = (expression: Expression): Expression | undefined => (expression.kind === "folded" ? sum : undefined);
  return {
    shape: kernel.shape,
    inputs: [...kernel.inputs, type],
    scalars: kernel.scalars,
    folds: [],
    outputs: kernel.outputs.map((output) => ({ ...output, value: rewrite(output.value, withSum, memo) })),
  };
}

/** Where the sum for the current index of the kernel lies: the strides of its loops, put back together to axes. */
function position(kernel: Kernel, { outer }: Contraction, { outputOffsets }: ResultPlace): Expression {
  let sum: Expression = constant(0, "int32");
  let loop = 0;
  kernel.shape.forEach((size, axis) => {
    for (let rest = size; ;) {
      const own = outer[loop]!.size;
      rest /= own;
      const value = modulo(floorDivide(index(axis), rest), own);
      const stride = outputOffsets[loop]![1] ?? 0;
      loop++;
      sum = add(sum, multiply(value, stride));
      if (rest === 1) break;
    }
  });
  return sum;
}
