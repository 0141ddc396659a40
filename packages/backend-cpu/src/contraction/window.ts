import { affine, coefficientOf, domainOf, isLinear, type Kernel } from "@nn/backend";
import type { ProgramHost } from "../execution/host.ts";
import type { Program } from "../execution/program.ts";
import { evenly } from "../execution/evenly.ts";
import { Routine } from "../execution/routine.ts";
import type { WindowAxis } from "./windowRoutine.ts";

/**
 * The program of a kernel that only copies an input with zeros around it, as for a padded convolution: whole rows at a
 * time. `undefined` if it does anything else.
 */
export function compileWindow(kernel: Kernel, { memory, threads, grain }: ProgramHost): Program | undefined {
  const window = windowOf(kernel);
  if (!window) return undefined;
  const { input, axes } = window;
  const [rows, columns] = axes.slice(-2) as [WindowAxis, WindowAxis];
  const outer = merged(axes.slice(0, -2));
  const elements = kernel.shape.reduce((product, size) => product * size, 1);
  const positions = outer[0]!.size;
  const most = Math.max(1, Math.floor((grain.elements * positions) / elements));
  const chunk = evenly(positions, most, threads);
  const routine = new Routine({ kind: "window", outer, rows, columns, chunk }, memory);
  const tasks = Math.ceil(positions / chunk);
  return {
    scratchBytes: 0,
    phases: ({ inputs, outputs }) => [
      { routine, values: [inputs[input]!, outputs[0]!], tasks, nanoseconds: elements * 0.3 },
    ],
    source: () => `copy input ${input} into a window of zeros [${kernel.shape.join(", ")}]`,
  };
}

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
