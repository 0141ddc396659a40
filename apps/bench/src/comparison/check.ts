import { numbersOf, values } from "../workloads/values.ts";
import { droppingOf, upstreamSeed, type Workload } from "../workloads/workload.ts";

/** What is wrong with a library's result, in words; `undefined` if nothing is. Ours is given to compare with. */
export function faultOf(workload: Workload, result: Float32Array, ours: Float32Array): string | undefined {
  const dropping = droppingOf(workload);
  if (dropping) {
    const { shape } = workload.input;
    const source = numbersOf(workload.kind === "gradient" ? values(shape, upstreamSeed) : workload.input);
    return droppedFault(result, source, dropping, workload.tolerance);
  }
  if (result.length !== ours.length) return `expected ${ours.length} numbers, got ${result.length}`;
  const difference = relativeDifference(result, ours);
  if (difference <= workload.tolerance) return undefined;
  return `differs from ours by ${difference.toExponential(1)} of the largest number, more than ${workload.tolerance}`;
}

/** The largest difference between numbers, in proportion to the largest of `reference`. NaN if there is a NaN. */
export function relativeDifference(numbers: Float32Array, reference: Float32Array): number {
  let difference = 0;
  let largest = 0;
  for (let place = 0; place < reference.length; place++) {
    const apart = Math.abs(numbers[place]! - reference[place]!);
    if (Number.isNaN(apart)) return NaN;
    if (apart > difference) difference = apart;
    const size = Math.abs(reference[place]!);
    if (size > largest) largest = size;
  }
  return difference === 0 ? 0 : difference / largest;
}

/** Of dropout: numbers are 0 or those of the source times `scale`, and about as many 0 as there should be. */
export function droppedFault(
  result: Float32Array,
  source: Float32Array,
  { probability, scale }: { readonly probability: number; readonly scale: number },
  tolerance: number,
): string | undefined {
  if (result.length !== source.length) return `expected ${source.length} numbers, got ${result.length}`;
  let dropped = 0;
  for (let place = 0; place < result.length; place++) {
    const expected = source[place]! * scale;
    if (result[place] === 0) dropped++;
    else if (!(Math.abs(result[place]! - expected) <= tolerance * Math.abs(expected))) {
      return `has ${result[place]} where ${expected} or 0 was expected`;
    }
  }
  const share = dropped / result.length;
  const deviation = Math.sqrt((probability * (1 - probability)) / result.length);
  if (Math.abs(share - probability) <= 6 * deviation) return undefined;
  return `drops ${share}, more than six standard deviations from ${probability}`;
}
