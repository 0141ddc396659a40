import { Attributes, toNumber } from "./attributes.ts";
import type { Case, CaseTensor, Tolerance } from "./case.ts";

/** A file of cases as it is written. */
export interface CaseFile {
  readonly suite: string;
  readonly group: string;
  readonly cases: readonly WrittenCase[];
}

interface WrittenCase {
  readonly name: string;
  readonly op: string;
  readonly opset?: number;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly inputs: readonly WrittenTensor[];
  readonly expected: readonly WrittenTensor[];
  readonly gradOutputs?: readonly WrittenTensor[];
  readonly grads?: readonly WrittenTensor[];
  readonly tolerance: WrittenTolerance;
  readonly gradTolerance?: WrittenTolerance;
  readonly check?: string;
}

interface WrittenTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

interface WrittenTolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** The cases of a file. */
export function casesOf(file: CaseFile): Case[] {
  return file.cases.map((written) => {
    try {
      return toCase(file.suite, written);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${file.suite} ${written.name}: ${reason}`, { cause: error });
    }
  });
}

function toCase(suite: string, written: WrittenCase): Case {
  const { check } = written;
  if (check !== undefined && check !== "dropout") throw new Error(`expected check "dropout", got "${check}"`);
  const tolerance = toTolerance(written.tolerance);
  return {
    suite,
    name: written.name,
    operator: written.op,
    opset: written.opset ?? 0,
    attributes: new Attributes(written.attrs),
    inputs: written.inputs.map((input) => roundInput(toTensor(input))),
    expected: written.expected.map(toTensor),
    upstream: (written.gradOutputs ?? []).map((input) => roundInput(toTensor(input))),
    gradients: (written.grads ?? []).map(toTensor),
    tolerance,
    gradientTolerance: written.gradTolerance ? toTolerance(written.gradTolerance) : tolerance,
    random: check === "dropout",
  };
}

function toTolerance({ rtol, atol }: WrittenTolerance): Tolerance {
  return { relative: rtol, absolute: atol };
}

function toTensor({ name, dtype, shape, data }: WrittenTensor): CaseTensor {
  const size = shape.reduce((product, length) => product * length, 1);
  if (data.length !== size) throw new Error(`${name}: expected ${size} numbers, got ${data.length}`);
  const numbers = Float64Array.from(data, (written) => {
    const number = toNumber(written);
    if (number === undefined) throw new Error(`${name}: expected numbers, got ${JSON.stringify(written)}`);
    return number;
  });
  return { name, dtype, shape, data: numbers };
}

/** float32 inputs are written in the shortest form that rounds to the number meant. */
function roundInput(tensor: CaseTensor): CaseTensor {
  return tensor.dtype === "float32" ? { ...tensor, data: tensor.data.map(Math.fround) } : tensor;
}
