/** The activations of every workload but the matrix product and the network: [batch, channels, height, width]. */
export const shape = [8, 64, 56, 56] as const;
export const matrixSize = 512;
export const epsilon = 1e-5;
export const lenetBatch = 64;

/** Numbers in [−1, 1), the same for the same seed. */
export function numbers(length: number, seed: number, scale = 1): Float32Array {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  });
}

export function activations(seed: number): Float32Array {
  return numbers(sizeOf(shape), seed);
}

export function channelStatistics() {
  const channels = shape[1];
  return {
    mean: numbers(channels, 101, 0.1),
    variance: numbers(channels, 102, 0.5).map((value) => value + 1),
    weight: numbers(channels, 103, 0.2).map((value) => value + 1),
    bias: numbers(channels, 104, 0.1),
  };
}

/** A factor that leaves the size of numbers as it is. */
export function matrix(seed: number): Float32Array {
  return numbers(matrixSize ** 2, seed, Math.sqrt(3 / matrixSize));
}

/** [out channels, in channels, height, width], of a size that leaves the size of activations as it is. */
export const convolutionShape = [64, 64, 3, 3] as const;

export function convolutionWeight(): Float32Array {
  return numbers(sizeOf(convolutionShape), 105, Math.sqrt(3 / (64 * 9)));
}

/** Shapes of the network's parameters, in the order of its layers. */
export const lenetShapes = [
  [8, 1, 5, 5], [8], [8], [8],
  [16, 8, 5, 5], [16], [16], [16],
  [10, 784], [10],
] as const; // prettier-ignore

/** Parameters of the network: as many uniform numbers as PyTorch would draw, factors of batch norm around 1. */
export function lenetParameters(): Float32Array[] {
  return lenetShapes.map((dimensions, at) => {
    const drawn = numbers(sizeOf(dimensions), 200 + at, 1 / Math.sqrt(sizeOf(dimensions) / dimensions[0]));
    const isFactor = at === 2 || at === 6;
    return isFactor
      ? drawn.map((value) => 1 + 0.1 * value)
      : drawn.map((value) => (dimensions.length > 1 ? value : 0.1 * value));
  });
}

export function lenetImages(): Float32Array {
  return numbers(lenetBatch * 784, 300);
}

export function lenetClasses(): Int32Array {
  return Int32Array.from(numbers(lenetBatch, 301), (value) => Math.floor((value + 1) * 5));
}

/** From [batch, channels, …] to [batch, …, channels]. */
export function channelsLast(values: Float32Array, batch: number, channels: number): Float32Array {
  return swapInner(values, batch, channels);
}

/** From [batch, …, channels] to [batch, channels, …]. */
export function channelsFirst(values: Float32Array, batch: number, channels: number): Float32Array {
  return swapInner(values, batch, values.length / batch / channels);
}

/** From [out, in, …] to […, in, out]. */
export function weightChannelsLast(values: Float32Array, outputs: number, inputs: number): Float32Array {
  const outputsLast = swapInner(values, 1, outputs);
  const result = new Float32Array(values.length);
  const places = values.length / inputs / outputs;
  for (let place = 0, at = 0; place < places; place++) {
    for (let input = 0; input < inputs; input++) {
      const start = (input * places + place) * outputs;
      result.set(outputsLast.subarray(start, start + outputs), at);
      at += outputs;
    }
  }
  return result;
}

export function sizeOf(dimensions: readonly number[]): number {
  return dimensions.reduce((product, extent) => product * extent, 1);
}

/** Transposes the matrices of `rows` rows that `values` is `batch` of. */
function swapInner(values: Float32Array, batch: number, rows: number): Float32Array {
  const columns = values.length / batch / rows;
  const result = new Float32Array(values.length);
  for (let item = 0, at = 0; item < batch; item++) {
    const start = item * rows * columns;
    for (let column = 0; column < columns; column++) {
      for (let row = 0; row < rows; row++) result[at++] = values[start + row * columns + column]!;
    }
  }
  return result;
}
