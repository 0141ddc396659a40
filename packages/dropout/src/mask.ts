import { add, cast, constant, index, less, load, multiply, type Expression, type TensorType } from "@nn/backend";
import { applySingle, full, randomBits, scalarTensor, type Generator, type Operation, type Tensor } from "@nn/tensor";

/** What decides which elements are kept. */
export interface MaskCall {
  /** Elements whose random bits, as a uint32, are below this are kept. */
  readonly kept: number;
  /** The axes along which one decision holds for all, ascending. */
  readonly sharedAxes: readonly number[];
}

/** How many of the 2^32 values of random bits keep an element. */
export function keptOf(probability: number): number {
  return Math.min(Math.floor((1 - probability) * 2 ** 32), 2 ** 32 - 1);
}

/** Two words for a call: the generator's next key, or zeros where nothing is left to chance. */
export function keysFor(probability: number, generator: Generator, { backend }: Tensor): readonly [Tensor, Tensor] {
  if (probability < 1) return generator.nextTensors(backend);
  const zero = scalarTensor(0, "uint32", backend);
  return [zero, zero];
}

/** Whether the element at the kernel's own index is kept: a function of the key and its position in the mask. */
export function isKept(
  shape: readonly number[],
  [key0, key1]: readonly [TensorType, TensorType],
  firstKey: number,
  { kept, sharedAxes }: MaskCall,
): Expression {
  const position = shape.reduce<Expression>(
    (flat, size, axis) => (sharedAxes.includes(axis) ? flat : add(multiply(flat, size), index(axis))),
    constant(0, "int32"),
  );
  const bits = randomBits(cast(position, "uint32"), load(firstKey, key0, []), load(firstKey + 1, key1, []));
  return less(bits, kept);
}

/** The mask of a call as a tensor of truth values, from its keys. */
export function maskOf(shape: readonly number[], keys: readonly [Tensor, Tensor], call: MaskCall): Tensor {
  const [key0] = keys;
  if (call.kept === 0) return full(shape, 0, { backend: key0.backend, dtype: "bool" });
  return applySingle(maskOperation, keys, { ...call, shape });
}

const maskOperation: Operation<MaskCall & { readonly shape: readonly number[] }> = {
  name: "dropout mask",
  formula: ([key0, key1], call) => ({ shape: call.shape, outputs: [isKept(call.shape, [key0!, key1!], 0, call)] }),
};
