/** Chains of calculation that do not wait for one another: enough for two pipelines of six cycles, few enough for registers. */
const chains = 12;

/** Of one turn of `multiplyAdd`: each chain multiplies and adds four lanes. */
export const operationsPerTurn = chains * 4 * 2;

const code = {
  i32: 0x7f, v128: 0x7b, void: 0x40, end: 0x0b, loop: 0x03, branchIf: 0x0d,
  get: 0x20, set: 0x21, tee: 0x22, constant: 0x41, subtract: 0x6b,
  // Behind prefixes: vectors and bulk memory.
  vectorStore: 11, vectorConstant: 12, vectorAdd: 228, vectorMultiply: 230, memoryCopy: 10,
} as const; // prettier-ignore

/** What the module computes. */
export interface LimitsProgram {
  /** Copies so many bytes from address 0 to the address behind them. */
  readonly copy: (bytes: number) => void;
  /** So many turns of nothing but multiplying and adding in registers. */
  readonly multiplyAdd: (turns: number) => void;
}

/** Compiles the module for a memory, whose first 16 bytes it uses. */
export async function limitsProgram(memory: WebAssembly.Memory): Promise<LimitsProgram> {
  const { instance } = await WebAssembly.instantiate(limitsModule(), { env: { memory } });
  const named = (name: string): ((argument: number) => void) => {
    const exported = instance.exports[name];
    if (isFunction(exported)) return exported;
    throw new Error(`the module has no function ${name}`);
  };
  return { copy: named("copy"), multiplyAdd: named("multiplyAdd") };
}

function isFunction(exported: WebAssembly.ExportValue | undefined): exported is (argument: number) => void {
  return typeof exported === "function";
}

/** It has two functions, and imports its memory. */
function limitsModule(): Uint8Array<ArrayBuffer> {
  const type = [0x60, 1, code.i32, 0];
  return Uint8Array.from([
    ...[0, ...new TextEncoder().encode("asm"), 1, 0, 0, 0],
    ...section(1, [type]),
    ...section(2, [[...text("env"), ...text("memory"), 2, 0, 1]]),
    ...section(3, [[0], [0]]),
    ...section(7, [
      [...text("copy"), 0, 0],
      [...text("multiplyAdd"), 0, 1],
    ]),
    ...section(10, [sized(copyBody()), sized(multiplyAddBody())]),
  ]);
}

function copyBody(): number[] {
  return [0, code.get, 0, code.constant, 0, code.get, 0, 0xfc, code.memoryCopy, 0, 0, code.end];
}

function multiplyAddBody(): number[] {
  const [factor, summand, first] = [1, 2, 3];
  const all = Array.from({ length: chains }, (_, chain) => first + chain);
  const step = (local: number): number[] => [
    ...[code.get, local, code.get, factor, ...vector(code.vectorMultiply)],
    ...[code.get, summand, ...vector(code.vectorAdd), code.set, local],
  ];
  const countDown = [code.get, 0, code.constant, 1, code.subtract, code.tee, 0, code.branchIf, 0];
  const total = all.flatMap((local, at) => [code.get, local, ...(at === 0 ? [] : vector(code.vectorAdd))]);
  return [
    // The locals behind the argument, which are 0 at first: factor, summand and the chains.
    ...[1, 2 + chains, code.v128],
    ...[...splat(0.5), code.set, factor, ...splat(1), code.set, summand],
    ...[code.loop, code.void, ...all.flatMap(step), ...countDown, code.end],
    // What is not used would not be computed.
    ...[code.constant, 0, ...total, ...vector(code.vectorStore), 0, 0],
    code.end,
  ];
}

function splat(number: number): number[] {
  return [...vector(code.vectorConstant), ...new Uint8Array(Float32Array.of(number, number, number, number).buffer)];
}

function vector(operation: number): number[] {
  return [0xfd, ...unsigned(operation)];
}

function section(id: number, entries: readonly (readonly number[])[]): number[] {
  return [id, ...sized([...unsigned(entries.length), ...entries.flat()])];
}

function text(name: string): number[] {
  return sized([...new TextEncoder().encode(name)]);
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

/** As LEB128. */
function unsigned(number: number): number[] {
  return number < 128 ? [number] : [(number % 128) + 128, ...unsigned(Math.floor(number / 128))];
}
