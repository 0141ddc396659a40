import type { DType } from "@nn/backend";

/** A texture's size in texels. A tensor is one run of texels, four elements each, in rows of a power of two. */
export interface TextureSize {
  readonly width: number;
  readonly height: number;
}

/** The size of the texture for `length` elements. It is as square as a power of two allows, and never empty. */
export function textureSize(length: number): TextureSize {
  const texels = Math.max(1, Math.ceil(length / 4));
  let width = 1;
  while (width * width < texels) width *= 2;
  return { width, height: Math.ceil(texels / width) };
}

/** What the components of a texel are: floats, or the bits of integers. Booleans are integers 0 and 1. */
export type Format = "float" | "int" | "uint";

/** How elements of `dtype` are stored, and what they are within a shader. */
export function formatOf(dtype: DType): Format {
  return dtype === "float32" ? "float" : dtype === "uint32" ? "uint" : "int";
}

/** How many elements a shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
