import type { RunTask } from "../execution/routine.ts";
import { kernelsOf } from "./kernels.ts";

/** A copy of an input into a window of zeros. */
export interface WindowData {
  readonly kind: "window";
  /** All axes but the last two; at least one. */
  readonly outer: readonly WindowAxis[];
  readonly rows: WindowAxis;
  readonly columns: WindowAxis;
  /** How many positions of the first axis make a task. */
  readonly chunk: number;
}

/** One axis of a window: `before` zeros, `count` elements from `start` on, zeros up to `size`. */
export interface WindowAxis {
  readonly size: number;
  readonly before: number;
  readonly count: number;
  readonly start: number;
  /** Elements of the input from one position to the next. */
  readonly stride: number;
}

/** The most images that one call copies. */
const imagesAtOnce = 256;

/** Values: the addresses of the input and of the window. */
export function windowRoutine({ outer, rows, columns, chunk }: WindowData, memory: WebAssembly.Memory): RunTask {
  const copy = kernelsOf(memory).copyWindow();
  const image = rows.size * columns.size * 4;

  return ([input, window], task) => {
    const source = input! + (rows.start * rows.stride + columns.start * columns.stride) * 4;
    visit(0, source, window!, task * chunk, Math.min((task + 1) * chunk, outer[0]!.size));
  };

  /**
   * Computes positions `begin` to `end` of an axis.
   *
   * @param source where the input has position 0 of the axis, `target` where the window has it
   */
  function visit(axis: number, source: number, target: number, begin: number, end: number): void {
    const { before, count, start, stride } = outer[axis]!;
    const inner = outer.slice(axis + 1).reduce((product, { size }) => product * size, image);
    const first = Math.min(Math.max(begin, before), end);
    const last = Math.max(first, Math.min(end, before + count));
    const from = (at: number): number => source + (start + at - before) * stride * 4;
    fill(target + begin * inner, (first - begin) * inner);
    if (axis === outer.length - 1) copyImages(from(first), target + first * inner, last - first, stride * 4);
    else {
      for (let at = first; at < last; at++) {
        visit(axis + 1, from(at), target + at * inner, 0, outer[axis + 1]!.size);
      }
    }
    fill(target + last * inner, (end - last) * inner);
  }

  function fill(address: number, bytes: number): void {
    if (bytes > 0) new Uint8Array(memory.buffer, address, bytes).fill(0);
  }

  function copyImages(source: number, target: number, count: number, step: number): void {
    for (let at = 0; at < count; at += imagesAtOnce) {
      const images = Math.min(imagesAtOnce, count - at);
      const [first, end] = [rows.before, rows.before + rows.count];
      const from = source + at * step;
      const to = target + at * image;
      copy(from, step, images, rows.stride * 4, rows.size, first, end, columns.size, columns.before, columns.count, to);
    }
  }
}
