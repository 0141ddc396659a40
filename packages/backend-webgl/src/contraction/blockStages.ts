import {
  add,
  floorDivide,
  foldIndex,
  load,
  modulo,
  multiply,
  type Expression,
  type Fold,
  type Kernel,
  type TensorType,
} from "@nn/backend";
import type { GeneratedShader } from "../codegen/generate.ts";
import { sizeOf, textureSize, type TextureSize } from "../layout.ts";
import { loopValues } from "./operand.ts";
import { blockLayout, blockShader } from "./shader.ts";
import { chooseStrategy, type Strategy } from "./strategy.ts";

/** A fold that is computed by blocks. */
export interface BlockedFold {
  /** The kernels that compute operands; their results are behind the kernel's inputs, in this order. */
  readonly packs: readonly Kernel[];
  readonly shader: GeneratedShader;
  /** Elements of one layer of the result, and how many layers there are. */
  readonly length: number;
  readonly layers: number;
  readonly layer: TextureSize;
  /** What the sums are as a tensor, layer after layer. */
  readonly type: TensorType;
  /** The fold's parts; empty if the sums are complete. */
  readonly parts: readonly number[];
  /** The fold's result, or the part of it at the fold's index, as an element of the tensor, which is input `input`. */
  readonly value: (input: number) => Expression;
}

/** How to compute a fold by blocks, if that pays. */
export function blockFold(kernel: Kernel, fold: Fold, maximumLayers: number): BlockedFold | undefined {
  const strategy = chooseStrategy(kernel, fold, maximumLayers);
  if (!strategy) return undefined;
  const packs: Kernel[] = [];
  const [lane, slab] = [strategy.laneOperand, strategy.slabOperand].map(({ source }) => {
    if (typeof source === "number") return { number: source, length: sizeOf(kernel.inputs[source]!.shape) };
    const number = kernel.inputs.length + packs.push(source) - 1;
    return { number, length: sizeOf(source.shape) };
  });
  const { length } = blockLayout(strategy);
  const layer = textureSize(length);
  const type: TensorType = { dtype: "float32", shape: [strategy.width, 4 * layer.width * layer.height] };
  const first = strategy.contraction.outer.length;
  return {
    packs,
    shader: blockShader(strategy, [lane!, slab!]),
    length,
    layers: strategy.width,
    layer,
    type,
    parts: strategy.sizes.slice(first, first + strategy.parts),
    value: (input) => load(input, type, coordinatesOf(strategy, kernel)),
  };
}

/** The layer of the sum at the kernel's index, and its place within. */
function coordinatesOf(strategy: Strategy, { shape }: Kernel): Expression[] {
  const { contraction, slabs, width, parts } = strategy;
  const { strides } = blockLayout(strategy);
  const values = loopValues(shape, contraction.outer);
  const place = values.reduce<Expression | undefined>((sum, value, loop) => {
    const term = multiply(loop === slabs ? floorDivide(value, width) : value, strides[loop]!);
    return sum ? add(sum, term) : term;
  }, undefined)!;
  const first = contraction.outer.length;
  const offset = Array.from({ length: parts }, (_, part) => part).reduce(
    (sum, part) => add(sum, multiply(foldIndex(part), strides[first + part]!)),
    place,
  );
  return [modulo(values[slabs]!, width), offset];
}
