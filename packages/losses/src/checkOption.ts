import { NNError } from "@nn/backend";

/** @throws NNError `option` unless the number is finite and at least `least` */
export function checkAtLeast(operation: string, option: string, value: number, least: number): void {
  if (Number.isFinite(value) && value >= least) return;
  throw new NNError("option", `${operation}: expected ${option} to be at least ${least}, got ${value}`);
}
