import type { Backend, DType } from "@nn/backend";
import { tensor, type Tensor, type Variable } from "@nn/tensor";
import type { Attributes } from "../attributes.ts";
import type { Case, CaseTensor } from "../case.ts";

/** Where a case runs. */
export interface Target {
  /** For people. */
  readonly name: string;
  readonly backend: Backend;
  /** The type that float32 inputs take. */
  readonly precision: "float32" | "float64";
}

/** A case on a backend, whose inputs it gives as tensors: each of them is one tensor, however often it is asked for. */
export interface CaseContext {
  readonly case: Case;
  readonly target: Target;
  readonly attributes: Attributes;
  readonly input: (name: string) => Tensor;
  /** The input, or `undefined` if the case has none of that name. */
  readonly optional: (name: string) => Tensor | undefined;
  /** The only number of an input, or `absent` if the case has no such input. */
  readonly number: (name: string, absent: number) => number;
  /** A tensor with the numbers of a case. */
  readonly tensor: (written: CaseTensor) => Tensor;
  /** Gives a variable the numbers of an input, which it then stands for; without that input it keeps its own. */
  readonly fill: (name: string, variable: Variable | undefined) => void;
}

export function createContext(testCase: Case, target: Target): CaseContext {
  const tensors = new Map<string, Tensor>();
  const find = (name: string): CaseTensor | undefined => testCase.inputs.find((input) => input.name === name);

  function create({ dtype, shape, data }: CaseTensor, requiresGradient: boolean): Tensor {
    const type = typeOn(target, dtype);
    if (!type) throw new Error(`expected a type that the library has, got ${dtype}`);
    return tensor(data, { backend: target.backend, dtype: type, shape, requiresGradient });
  }

  function optional(name: string): Tensor | undefined {
    const known = tensors.get(name);
    const written = find(name);
    if (known || !written) return known;
    const made = create(
      written,
      testCase.gradients.some((gradient) => gradient.name === name),
    );
    tensors.set(name, made);
    return made;
  }

  function input(name: string): Tensor {
    const made = optional(name);
    if (made) return made;
    throw new Error(`expected an input ${name}, got ${testCase.inputs.map((given) => given.name).join(", ")}`);
  }

  function fill(name: string, variable: Variable | undefined): void {
    const written = find(name);
    if (!written) return;
    if (!variable) throw new Error(`expected no input ${name}: the module has nothing of that name`);
    variable.assign(create(written, false));
    tensors.set(name, variable);
  }

  return {
    case: testCase,
    target,
    attributes: testCase.attributes,
    input,
    optional,
    number: (name, absent) => find(name)?.data[0] ?? absent,
    tensor: (written) => create(written, false),
    fill,
  };
}

/** The library's type for a type of the data; `undefined` if it has none. */
export function typeOn({ precision }: Target, dtype: string): DType | undefined {
  if (dtype === "float32") return precision;
  if (dtype === "int64" || dtype === "int32") return "int32";
  return dtype === "uint32" || dtype === "bool" ? dtype : undefined;
}

/** Why a tensor has no counterpart in the library, or `undefined` if it has one. */
export function unsupported(target: Target, { dtype, data }: CaseTensor): string | undefined {
  if (!typeOn(target, dtype)) return `the library has no type ${dtype}`;
  const beyond = dtype === "int64" && data.some((number) => number !== (number | 0));
  return beyond ? "the library has no type int64, and the numbers are beyond int32" : undefined;
}
