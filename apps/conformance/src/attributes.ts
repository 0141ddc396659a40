/** The options of a case under the names of its source. `null` counts as absent. */
export class Attributes {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }

  has(name: string): boolean {
    return this.values[name] !== undefined && this.values[name] !== null;
  }

  isText(name: string): boolean {
    return typeof this.values[name] === "string";
  }

  number(name: string, absent: number): number {
    return this.has(name) ? this.expect(name, toNumber(this.values[name]), "a number") : absent;
  }

  numbers(name: string, absent: readonly number[]): readonly number[] {
    const value = this.values[name];
    if (!this.has(name)) return absent;
    const list = Array.isArray(value) ? value.map(toNumber) : undefined;
    return this.expect(name, list?.includes(undefined) ? undefined : (list as number[] | undefined), "numbers");
  }

  /** Numbers of which some may be absent. */
  sizes(name: string): readonly (number | null)[] {
    const value = this.values[name];
    const list = Array.isArray(value) ? value.map((size: unknown) => (size === null ? null : toNumber(size))) : [];
    const complete = list.flatMap((size) => (size === undefined ? [] : [size]));
    return this.expect(name, complete.length === list.length && list.length > 0 ? complete : undefined, "sizes");
  }

  text(name: string, absent: string): string {
    const value = this.values[name];
    return this.has(name) ? this.expect(name, typeof value === "string" ? value : undefined, "text") : absent;
  }

  /** True and false, which ONNX writes as 1 and 0. */
  flag(name: string, absent: boolean): boolean {
    const value = this.values[name];
    if (!this.has(name)) return absent;
    const flag = typeof value === "boolean" ? value : value === 0 || value === 1 ? value === 1 : undefined;
    return this.expect(name, flag, "true or false");
  }

  private expect<Value>(name: string, value: Value | undefined, expected: string): Value {
    if (value !== undefined) return value;
    throw new Error(`expected attribute ${name} to be ${expected}, got ${JSON.stringify(this.values[name])}`);
  }
}

const words: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity, "-Infinity": -Infinity, "-0": -0 };

/** A number as the data files write it: those that JSON lacks are words, booleans are 0 and 1. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  return typeof value === "string" ? words[value] : undefined;
}
