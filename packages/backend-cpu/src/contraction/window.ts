import { affine, coefficientOf, domainOf, isLinear, type Kernel } from "@nn/backend";
import type { ContractionHost } from "./host.ts";
import { kernelsOf } from "./kernels.ts";

/** A program that fills an operand's scratch. */
export interface WindowProgram {
  run(inputs: readonly number[], outputs: readonly number[]): void;
  source(): string;
}

/** One axis of a window: `before` zeros, `count` elements from `start` on, zeros up to `size`. */
interface WindowAxis {
  readonly size: number;
  readonly before: number;
  readonly count: number;
  readonly start: number;
  /** Elements of the input from one position to the next. */
  readonly stride: number;
}

/**
 * The program of a kernel that only copies an input with zeros around it, as for a padded convolution: whole rows at a
 * time. `undefined` if it does anything else.
 */
export function compileWindow(kernel: Kernel, host: ContractionHost): WindowProgram | undefined {
  const window = windowOf(kernel);
  if (!window) return undefined;
  const { input, axes } = window;
  const [rows, columns] = axes.slice(-2) as [WindowAxis, WindowAxis];
  const outer = merged(axes.slice(0, -2));
  const copy = kernelsOf(host.memory).copyWindow();
  return {
    run(inputs, outputs) {
      const source = inputs[input]! + (rows.start * rows.stride + columns.start * columns.stride) * 4;
      const image = rows.size * columns.size * 4;
      const visit = (axis: number, from: number, target: number, inside: boolean): void => {
        const { size, before, count, start, stride } = outer[axis]!;
        const inner = outer.slice(axis + 1).reduce((product, other) => product * other.size, image);
        if (axis === outer.length - 1 && inside) {
          fill(target, before * inner);
          copyImages(from + start * stride * 4, target + before * inner, count, stride * 4);
          fill(target + (before + count) * inner, (size - before - count) * inner);
          return;
        }
        for (let at = 0; at < size; at++) {
          const within = inside && at >= before && at < before + count;
          if (!within) fill(target + at * inner, inner);
          else visit(axis + 1, from + (start + at - before) * stride * 4, target + at * inner, true);
        }
      };
      visit(0, source, outputs[0]!, true);
    },
    source: () => `copy input ${input} into a window of zeros [${kernel.shape.join(", ")}]`,
  };

  function fill(address: number, bytes: number): void {
    if (bytes > 0) new Uint8Array(host.memory.buffer, address, bytes).fill(0);
  }

  function copyImages(source: number, target: number, count: number, step: number): void {
    for (let at = 0; at < count; at += imagesAtOnce) {
      const images = Math.min(imagesAtOnce, count - at);
      const [first, end] = [rows.before, rows.before + rows.count];
      const from = source + at * step;
      const to = target + at * rows.size * columns.size * 4;
      copy(from, step, images, rows.stride * 4, rows.size, first, end, columns.size, columns.before, columns.count, to);
    }
  }
}

/** The most images that one call copies. */
const imagesAtOnce = 256;

function windowOf(kernel: Kernel): { input: number; axes: readonly WindowAxis[] } | undefined {
  const value = kernel.outputs[0]?.value;
  if (value?.kind !== "load" || value.dtype !== "float32" || kernel.shape.length < 1) return undefined;
  if (value.outside === undefined || !Object.is(value.outside, 0)) return undefined;
  const shape = kernel.inputs[value.input]!.shape;
  const domain = domainOf(kernel);
  const axes = kernel.shape.map((size): WindowAxis => ({ size, before: 0, count: size, start: 0, stride: 0 }));
  const used = new Set<number>();
  for (const [position, coordinate] of value.coordinates.entries()) {
    const form = affine(coordinate, domain);
    const stride = shape.slice(position + 1).reduce((product, size) => product * size, 1);
    if (!isLinear(form) || form.terms.length > 1) return undefined;
    const axis = kernel.shape.findIndex((_, at) => coefficientOf(form, "index", at) === 1);
    if (axis < 0 || used.has(axis)) {
      if (form.terms.length > 0 || form.constant !== 0 || shape[position] !== 1) return undefined;
      continue;
    }
    used.add(axis);
    const size = kernel.shape[axis]!;
    const before = Math.min(size, Math.max(0, -form.constant));
    const end = Math.max(before, Math.min(size, shape[position]! - form.constant));
    axes[axis] = { size, before, count: end - before, start: before + form.constant, stride };
  }
  if (used.size < kernel.shape.length || axes.at(-1)!.stride !== 1) return undefined;
  const single: WindowAxis = { size: 1, before: 0, count: 1, start: 0, stride: 0 };
  while (axes.length < 3) axes.unshift(single);
  return { input: value.input, axes };
}

/** Neighbouring outer axes without zeros as one, where the input has no gap between them. */
function merged(outer: readonly WindowAxis[]): readonly WindowAxis[] {
  const result: WindowAxis[] = [];
  for (const axis of outer) {
    const last = result.at(-1);
    const whole = (one: WindowAxis): boolean => one.before === 0 && one.count === one.size && one.start === 0;
    if (last && whole(last) && whole(axis) && last.stride === axis.stride * axis.size) {
      result[result.length - 1] = { ...axis, size: last.size * axis.size, count: last.size * axis.size };
    } else result.push(axis);
  }
  return result;
}
