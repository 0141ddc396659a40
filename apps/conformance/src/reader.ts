import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

interface Index {
  readonly files: readonly { readonly file: string; readonly cases: number }[];
}

/**
 * The files that the directory's `index.json` lists.
 *
 * @throws Error if one is missing or does not hold as many cases as the index says
 */
export function readDirectory(directory: string): CaseFile[] {
  const path = join(directory, "index.json");
  if (!existsSync(path)) throw new Error(`expected a directory of cases with an index.json, got ${directory}`);
  const index = JSON.parse(readFileSync(path, "utf8")) as Index;
  return index.files.map(({ file, cases }) => {
    const content = JSON.parse(readFileSync(join(directory, file), "utf8")) as CaseFile;
    if (content.cases.length === cases) return content;
    throw new Error(`${file}: expected ${cases} cases as in index.json, got ${content.cases.length}`);
  });
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
