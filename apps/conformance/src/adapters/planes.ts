import { permute, reshape, type Tensor } from "@nn/tensor";

/** A batch of planes [batch, channels, height, width], and the way back to the layout that it came from. */
export interface Planes {
  readonly planes: Tensor;
  /** Puts another batch of planes into the layout of the original. */
  readonly restore: (result: Tensor) => Tensor;
}

/**
 * The input of a two-dimensional operator, or of a one-dimensional one with a height of 1. A batch of one is added where
 * there is none.
 *
 * @param spatial how many spatial axes the operator has: 1 or 2
 */
export function asPlanes(input: Tensor, spatial: number): Planes {
  const batched = input.rank === spatial + 2;
  const [batch, channels, ...sizes] = batched ? input.shape : [1, ...input.shape];
  return {
    planes: reshape(input, [batch!, channels!, ...withHeight(sizes, 1)]),
    restore: (result) => {
      const [outputBatch, outputChannels, height, width] = result.shape;
      const spatialSizes = spatial === 1 ? [width!] : [height!, width!];
      return reshape(result, [...(batched ? [outputBatch!] : []), outputChannels!, ...spatialSizes]);
    },
  };
}

/** A number for each of two spatial axes, where one-dimensional operators have only the second. */
export function withHeight(sizes: readonly number[], height: number): number[] {
  return sizes.length === 1 ? [height, ...sizes] : [...sizes];
}

/** The input in the layout `nchw`, if it is `nhwc` or `nchw`. */
export function fromLayout(input: Tensor, layout: string): Planes {
  return layout === "nhwc"
    ? { planes: permute(input, [0, 3, 1, 2]), restore: (result) => permute(result, [0, 2, 3, 1]) }
    : { planes: input, restore: (result) => result };
}
