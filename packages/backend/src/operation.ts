import type { TensorType } from "./kernel.ts";

/**
 * The identity of an operation, exported by the package that defines it.
 *
 * `Options` is the type of its options, so that whoever accelerates it is told by the compiler what a call may
 * contain. Two operations are the same if they are the same object.
 */
export interface OperationToken<Options> {
  /** For people: error messages, plans and profiles. */
  readonly name: string;
  /** Never read at run time; carries the type of the options. */
  optionsType?(options: Options): void;
}

/** One use of an operation: on which types, with which options. */
export interface OperationCall<Options = unknown> {
  readonly operation: OperationToken<Options>;
  readonly inputs: readonly TensorType[];
  readonly options: Options;
}

/**
 * A hand-tuned program for one operation on one kind of backend. `Program` is what that backend runs; see the
 * backend's documentation.
 */
export interface Accelerator<Program> {
  /** The program for this call, or `undefined` where it declines and the formula shall run. */
  readonly claim: (call: OperationCall) => Program | undefined;
}

/**
 * Ties a program to an operation. The backend that is created with the result in its `accelerators` uses it, and no
 * other backend does.
 *
 * @param operation the operation's token, from the package that defines it
 * @param program gives the program for a call, or declines with `undefined`
 */
export function accelerate<Options, Program>(
  operation: OperationToken<Options>,
  program: (call: OperationCall<Options>) => Program | undefined,
): Accelerator<Program> {
  const isCall = (call: OperationCall): call is OperationCall<Options> => call.operation === operation;
  return { claim: (call) => (isCall(call) ? program(call) : undefined) };
}
