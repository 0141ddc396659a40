import { freshGenerator, type InitialOptions } from "@nn/module";
import { sizeOf, uniform, type Tensor } from "@nn/tensor";

/**
 * How weights start that PaddlePaddle has no other start for: U(−a, a) with a = √(6 / (fanIn + fanOut)), where the fans
 * are the first two axes, each times the product of the others (`paddle.nn.initializer.XavierUniform`).
 */
export function xavierUniform(shape: readonly number[], options: InitialOptions): Tensor {
  const { backend, dtype = "float32", generator = freshGenerator() } = options;
  const [first, second, ...kernel] = shape;
  const high = Math.sqrt(6 / ((first! + second!) * sizeOf(kernel)));
  return uniform(shape, { backend, dtype, generator, low: -high, high });
}
