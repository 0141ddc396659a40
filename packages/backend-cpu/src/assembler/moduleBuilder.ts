import { ByteWriter } from "./byteWriter.ts";
import {
  FunctionBuilder,
  valueTypeCodes,
  type FunctionReference,
  type Local,
  type ValueType,
} from "./functionBuilder.ts";
import { VectorConstants } from "./vectorConstants.ts";

/** The locals that stand for parameters of the given types. */
export type Parameters<Types extends readonly ValueType[]> = {
  readonly [N in keyof Types]: Local<Types[N]>;
};

/** What a module relies on. */
export interface ModuleOptions {
  /** Whether its memory is shared between threads. Default: it is not. */
  readonly sharedMemory?: boolean;
  /** Whether it may use the instructions of relaxed SIMD, which not all engines have. Default: it may not. */
  readonly relaxedSimd?: boolean;
}

/**
 * Builds one module, which imports its memory as `env.memory` and exports every function that is defined with a name.
 * Functions are imported before the first one is defined.
 */
export class ModuleBuilder {
  readonly #sharedMemory: boolean;
  readonly #relaxedSimd: boolean;
  readonly #constants = new VectorConstants();
  readonly #types: string[] = [];
  readonly #imports: { readonly name: string; readonly type: number }[] = [];
  readonly #functions: { readonly name: string | undefined; readonly type: number; readonly body: ByteWriter }[] = [];

  constructor({ sharedMemory = false, relaxedSimd = false }: ModuleOptions = {}) {
    this.#sharedMemory = sharedMemory;
    this.#relaxedSimd = relaxedSimd;
  }

  /** A function that the host gives as `env.<name>`. */
  importFunction(name: string, parameters: readonly ValueType[], results: readonly ValueType[]): FunctionReference {
    if (this.#functions.length > 0) throw new Error("ModuleBuilder: functions are imported before any is defined");
    this.#imports.push({ name, type: this.#type(parameters, results) });
    return { index: this.#imports.length - 1 };
  }

  /**
   * Defines a function.
   *
   * @param name the name under which it is exported; `undefined` keeps it inside
   * @param build writes its code; the second argument holds its parameters
   */
  function<const Types extends readonly ValueType[]>(
    name: string | undefined,
    parameters: Types,
    results: readonly ValueType[],
    build: (builder: FunctionBuilder, parameters: Parameters<Types>) => void,
  ): FunctionReference {
    const builder = new FunctionBuilder(parameters, this.#relaxedSimd, this.#constants);
    const locals = parameters.map((type, index) => ({ type, index }));
    build(builder, locals as Parameters<Types>);
    this.#functions.push({ name, type: this.#type(parameters, results), body: builder.finish() });
    return { index: this.#imports.length + this.#functions.length - 1 };
  }

  /** The module in the binary format. */
  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new ByteWriter(4096);
    for (const byte of [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]) bytes.byte(byte);
    section(bytes, 1, this.#types.length, (content) => this.#types.forEach((type) => writeType(content, type)));
    section(bytes, 2, this.#imports.length + 1, (content) => this.#writeImports(content));
    section(bytes, 3, this.#functions.length, (content) => {
      for (const { type } of this.#functions) content.unsigned(type);
    });
    section(bytes, 6, this.#constants.count, (content) => this.#constants.write(content));
    const exported = this.#functions.filter(({ name }) => name !== undefined);
    section(bytes, 7, exported.length, (content) => this.#writeExports(content));
    section(bytes, 10, this.#functions.length, (content) => {
      for (const { body } of this.#functions) content.sized(body);
    });
    return bytes.toBytes();
  }

  #type(parameters: readonly ValueType[], results: readonly ValueType[]): number {
    const key = `${parameters.join()}>${results.join()}`;
    const known = this.#types.indexOf(key);
    return known >= 0 ? known : this.#types.push(key) - 1;
  }

  #writeImports(content: ByteWriter): void {
    content.name("env");
    content.name("memory");
    content.byte(0x02);
    // Limits: at least 0 pages; a shared memory has a maximum, here all that can be addressed.
    content.byte(this.#sharedMemory ? 0x03 : 0x00);
    content.unsigned(0);
    if (this.#sharedMemory) content.unsigned(65536);
    for (const { name, type } of this.#imports) {
      content.name("env");
      content.name(name);
      content.byte(0x00);
      content.unsigned(type);
    }
  }

  #writeExports(content: ByteWriter): void {
    this.#functions.forEach(({ name }, position) => {
      if (name === undefined) return;
      content.name(name);
      content.byte(0x00);
      content.unsigned(this.#imports.length + position);
    });
  }
}

function section(bytes: ByteWriter, number: number, count: number, write: (content: ByteWriter) => void): void {
  if (count === 0) return;
  const content = new ByteWriter();
  content.unsigned(count);
  write(content);
  bytes.byte(number);
  bytes.sized(content);
}

function writeType(content: ByteWriter, key: string): void {
  content.byte(0x60);
  for (const list of key.split(">")) {
    const types = list === "" ? [] : list.split(",");
    content.unsigned(types.length);
    for (const type of types) content.byte(valueTypeCodes[type as ValueType]);
  }
}
