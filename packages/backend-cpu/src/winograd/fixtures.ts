import { add, foldIndex, index, load, subtract, type Expression, type Kernel } from "@nn/backend";
import { dotKernel, floats } from "@nn/testing";
import { largestDifference, randomInputs, runBoth, type Outcome } from "../contraction/fixtures.ts";

/** A convolution with 3 × 3 taps and stride 1, for tests. */
export interface Convolution {
  readonly batch: number;
  readonly channels: number;
  readonly outputs: number;
  readonly height: number;
  readonly width: number;
  readonly padding: number;
}

/** y[n, o, i, j] = Σ x[n, c, i - p + u, j - p + v] · w[o, c, u, v]. */
export function forwardKernel({ batch, channels, outputs, height, width, padding }: Convolution): Kernel {
  const x = floats(batch, channels, height, width);
  const w = floats(outputs, channels, 3, 3);
  const [c, u, v] = [foldIndex(0), foldIndex(1), foldIndex(2)];
  const at = (axis: number, tap: Expression): Expression => add(subtract(index(axis), padding), tap);
  return dotKernel(
    [batch, outputs, height + 2 * padding - 2, width + 2 * padding - 2],
    [channels, 3, 3],
    [x, w],
    load(0, x, [index(0), c, at(2, u), at(3, v)], padding === 0 ? undefined : 0),
    load(1, w, [index(1), c, u, v]),
  );
}

/** The gradient of its input: dx[n, c, i, j] = Σ dy[n, o, i + p - u, j + p - v] · w[o, c, u, v]. */
export function backwardKernel({ batch, channels, outputs, height, width, padding }: Convolution): Kernel {
  const y = floats(batch, outputs, height + 2 * padding - 2, width + 2 * padding - 2);
  const w = floats(outputs, channels, 3, 3);
  const [o, u, v] = [foldIndex(0), foldIndex(1), foldIndex(2)];
  const at = (axis: number, tap: Expression): Expression => subtract(add(index(axis), padding), tap);
  return dotKernel(
    [batch, channels, height, width],
    [outputs, 3, 3],
    [y, w],
    load(0, y, [index(0), o, at(2, u), at(3, v)], 0),
    load(1, w, [o, index(1), u, v]),
  );
}

/** Whether a program's text is that of Winograd's algorithm. */
export function isWinograd(source: string): boolean {
  return source.startsWith("Winograd");
}

/** Computes a kernel by Winograd's algorithm; fails if it is not used. */
export function runWinograd(kernel: Kernel, inputs = randomInputs(kernel), scalars: readonly number[] = []): Outcome {
  const outcome = runBoth(kernel, inputs, scalars, "always");
  if (!isWinograd(outcome.source)) throw new Error(`runWinograd: got ${outcome.source.slice(0, 80)}`);
  return outcome;
}

/** The largest difference from the interpreter in any output. */
export function errorOf({ actual, expected }: Outcome): number {
  return Math.max(...actual.map((result, output) => largestDifference(result, expected[output]!)));
}
