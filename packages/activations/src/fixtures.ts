import type { Module } from "@nn/module";
import { grad, sum, tensor, type Tensor } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { expect } from "vitest";

/** What an activation function is expected to do. */
export interface Expectations {
  /** Pairs of x and f(x). */
  readonly values: readonly (readonly [x: number, y: number])[];
  /** Pairs of x and f′(x). */
  readonly slopes: readonly (readonly [x: number, slope: number])[];
  /** Where it has two derivatives, which are compared with differences. Default: a few numbers of both signs. */
  readonly smooth?: readonly number[];
  /** Whether its second derivative is not 0 everywhere. Default: false. */
  readonly curved?: boolean;
}

const extremes = [-Infinity, -1e38, -1000, -89, -50, -20, -5.5, 0, 5.5, 20, 50, 89, 1000, 1e38, Infinity];
const relative = 2e-5;

/** Checks values, slopes, both kinds of gradient, and that only NaN gives NaN: in f, in f′ and in f″. */
export async function expectActivation(f: (x: Tensor) => Tensor, expectations: Expectations): Promise<void> {
  const { values, slopes, smooth = [-2.3, -0.7, 0.4, 1.9], curved = false } = expectations;
  const on = { backend: await backend(), requiresGradient: true };
  const at = (points: readonly number[]): Tensor => tensor(points, on);
  const slopesAt = (x: Tensor): Tensor => grad(sum(f(x)), [x])[0]!;
  expectClose(await f(at(values.map(([x]) => x))).data(), values.map(([, y]) => y), { relative, absolute: 1e-12 }); // prettier-ignore
  expectClose(await slopesAt(at(slopes.map(([x]) => x))).data(), slopes.map(([, slope]) => slope), { relative, absolute: 1e-6 }); // prettier-ignore
  expect([...(await f(at([NaN, 1])).data())].map(Number.isNaN)).toEqual([true, false]);
  const x = at(extremes);
  expect([...(await f(x).data())].filter(Number.isNaN)).toEqual([]);
  expect([...(await slopesAt(x).data())].filter((slope) => !Number.isFinite(slope))).toEqual([]);
  if (curved) {
    const [second] = grad(sum(slopesAt(x)), [x]);
    expect([...(await second!.data())].filter((slope) => !Number.isFinite(slope))).toEqual([]);
  }
  const input = { data: smooth, shape: [smooth.length] };
  await checkGradient(f, [input]);
  await checkSecondGradient(f, [input]);
}

/** Checks that a module does what the function does, and how it is printed. */
export async function expectModule(module: Module, f: (x: Tensor) => Tensor, text: string): Promise<void> {
  const x = tensor([-1.5, 0.25, 7], { backend: await backend() });
  expect(await module.forward(x).toArray()).toEqual(await f(x).toArray());
  expect(module.toString()).toBe(text);
}

/** Checks that the function refuses integers, in its name. */
export async function expectFloatsAlone(name: string, f: (x: Tensor) => Tensor): Promise<void> {
  const integers = tensor([1], { backend: await backend(), dtype: "int32" });
  expect(() => f(integers)).toThrow(`${name}: expected float32 or float64, got int32; convert with cast`);
}
