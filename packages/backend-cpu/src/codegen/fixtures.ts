import {
  add,
  binary,
  cast,
  compare,
  constant,
  createArray,
  domainOf,
  floorDivide,
  foldIndex,
  folded,
  index,
  interpret,
  load,
  modulo,
  multiply,
  rangeOf,
  select,
  simplifyKernel,
  subtract,
  unary,
  type BinaryOperator,
  type DType,
  type Domain,
  type Expression,
  type Fold,
  type FoldOperator,
  type Kernel,
  type TensorType,
  type TypedArray,
} from "@nn/backend";
import { Heap } from "../heap.ts";
import { compileFormula } from "../program.ts";

/** What the generated code and the interpreter compute from the same data. */
export interface Outcome {
  readonly actual: readonly TypedArray[];
  readonly expected: readonly TypedArray[];
}

/** Runs generated code only. Outputs start as rubbish. */
export function runGenerated(
  kernel: Kernel,
  data: readonly TypedArray[],
  scalars: readonly number[] = [],
): TypedArray[] {
  const heap = new Heap();
  const inputs = kernel.inputs.map(({ dtype, shape }, number) => {
    const address = heap.allocate(4 * sizeOf(shape));
    heap.write(address, data[number]!, dtype);
    return address;
  });
  const length = sizeOf(kernel.shape);
  const outputs = kernel.outputs.map(({ dtype }) => {
    const address = heap.allocate(4 * length);
    heap.write(address, createArray(dtype, length).fill(77), dtype);
    return address;
  });
  compileFormula(simplifyKernel(kernel), heap.memory).run(inputs, outputs, scalars);
  return kernel.outputs.map(({ dtype }, number) => heap.read(outputs[number]!, length, dtype));
}

/** Runs both. */
export function runBoth(kernel: Kernel, data: readonly TypedArray[], scalars: readonly number[] = []): Outcome {
  return { actual: runGenerated(kernel, data, scalars), expected: interpret(kernel, data, scalars) };
}

/** The first position at which two arrays differ; zeros of either sign are the same. */
export function firstDifference(actual: TypedArray, expected: TypedArray): string | undefined {
  for (let at = 0; at < expected.length; at++) {
    const [a, b] = [actual[at]!, expected[at]!];
    if (a !== b && !(Number.isNaN(a) && Number.isNaN(b))) return `at ${at}: ${a} instead of ${b}`;
  }
  return undefined;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A kernel and data for it. */
export interface Case {
  readonly kernel: Kernel;
  readonly data: readonly TypedArray[];
}

/**
 * A kernel at random, whose results are exact, so that the order of operations does not show: small integers, few
 * multiplications, and what can be infinite or NaN only passes through.
 */
export function randomCase(seed: number): Case {
  const random = new Random(seed);
  const shape = random.list(random.integer(0, 4), () => random.size());
  const inputs: TensorType[] = [];
  const folds: Fold[] = [];
  const builder = new KernelBuilder(random, shape, inputs, folds);
  const foldCount = random.pick([0, 0, 1, 1, 2, 3]);
  for (let number = 0; number < foldCount; number++) folds.push(builder.fold());
  const outputs = random.list(random.integer(1, 2), () => {
    const value = builder.expression(random.pick(["float32", "float32", "int32", "bool", "uint32"]), 3, []);
    return { dtype: value.dtype, value };
  });
  const kernel: Kernel = { shape, inputs, scalars: ["float32", "int32"], folds, outputs };
  return { kernel, data: inputs.map(({ dtype, shape: size }) => random.data(dtype, sizeOf(size))) };
}

class KernelBuilder {
  readonly #random: Random;
  readonly #shape: readonly number[];
  readonly #inputs: TensorType[];
  readonly #folds: readonly Fold[];

  constructor(random: Random, shape: readonly number[], inputs: TensorType[], folds: readonly Fold[]) {
    this.#random = random;
    this.#shape = shape;
    this.#inputs = inputs;
    this.#folds = folds;
  }

  fold(): Fold {
    const random = this.#random;
    const previous = this.#folds.at(-1);
    const extents =
      previous && random.chance(0.6)
        ? previous.extents
        : random.pick([
            [9],
            [40],
            [3, 3],
            [2, 2],
            [5, 7],
            [2, 3, 11],
            [300],
            [20, 8],
            [4, 1, 9],
            [1],
            [0],
            [3, 0],
            [33, 4],
          ]);
    const operator = random.pick<FoldOperator>(["sum", "sum", "max", "min", "argmax", "argmin"]);
    const types: readonly DType[] = extents.includes(0) ? ["float32"] : ["float32", "float32", "int32", "uint32"];
    const body = this.expression(random.pick(types), 2, extents);
    const dtype = operator === "argmax" || operator === "argmin" ? "int32" : body.dtype;
    return { operator, extents, dtype, body };
  }

  expression(dtype: DType, depth: number, extents: readonly number[]): Expression {
    const random = this.#random;
    if (depth === 0 || random.chance(0.15)) return this.#leaf(dtype, extents);
    const operand = (type: DType = dtype): Expression => this.expression(type, depth - 1, extents);
    if (random.chance(0.2)) return select(operand("bool"), operand(), operand());
    switch (dtype) {
      case "float32":
        if (random.chance(0.3)) return unary(random.pick(["negate", "absolute", "sign", "floor", "round"]), operand());
        if (random.chance(0.1)) return cast(operand("bool"), dtype);
        if (random.chance(0.1)) return cast(subtract(binary("and", operand("int32"), 15), 8), dtype);
        return binary(random.pick<BinaryOperator>(["add", "subtract", "maximum", "minimum"]), operand(), operand());
      case "bool":
        if (random.chance(0.5)) {
          const type = random.pick<DType>(["float32", "int32", "uint32"]);
          const operator = random.pick(["less", "lessEqual", "equal", "notEqual"] as const);
          return compare(operator, operand(type), operand(type));
        }
        return random.chance(0.3)
          ? unary("not", operand())
          : binary(random.pick(["and", "or", "xor"]), operand(), operand());
      default:
        if (random.chance(0.2)) return cast(operand(random.pick(["int32", "uint32", "bool", "float32"])), dtype);
        return binary(random.pick<BinaryOperator>(integerOperators), operand(), operand());
    }
  }

  #leaf(dtype: DType, extents: readonly number[]): Expression {
    const random = this.#random;
    const results = this.#folds.flatMap((fold, number) => (fold.dtype === dtype ? [folded(number, dtype)] : []));
    if (results.length > 0 && random.chance(0.4)) return random.pick(results);
    if (dtype === "int32" && random.chance(0.3)) return this.#coordinate(extents);
    if ((dtype === "float32" || dtype === "int32") && random.chance(0.1)) {
      return { kind: "scalar", dtype, scalar: dtype === "float32" ? 0 : 1 };
    }
    if (random.chance(0.15)) return constant(dtype === "bool" ? 1 : random.integer(0, 5), dtype);
    return this.#load(dtype, extents);
  }

  /** A load from an input that is made to fit, or one with a guard that fits only in part. */
  #load(dtype: DType, extents: readonly number[]): Expression {
    const random = this.#random;
    const domain = this.#domain(extents);
    const guarded = random.chance(0.4);
    const coordinates = this.#coordinates(extents);
    const shape: number[] = [];
    const shifted = coordinates.map((coordinate) => {
      const range = rangeOf(coordinate, domain) ?? { minimum: 0, maximum: 0 };
      const size = Math.max(1, range.maximum - range.minimum + 1);
      shape.push(guarded ? random.integer(1, size + 1) : size + random.integer(0, 1));
      return add(coordinate, -range.minimum - (guarded ? random.integer(0, 2) : 0));
    });
    const type: TensorType = { dtype, shape };
    this.#inputs.push(type);
    return load(this.#inputs.length - 1, type, shifted, guarded ? random.pick([0, 1]) : undefined);
  }

  /** Often the indices as they are, so that axes can join; else whatever comes. */
  #coordinates(extents: readonly number[]): Expression[] {
    const random = this.#random;
    const all = [...this.#shape.map((_, axis) => index(axis)), ...extents.map((_, axis) => foldIndex(axis))];
    if (random.chance(0.4)) return all;
    if (random.chance(0.2)) return [...all].reverse();
    return random.list(random.integer(0, 3), () => this.#coordinate(extents));
  }

  #coordinate(extents: readonly number[]): Expression {
    const random = this.#random;
    const all = [...this.#shape.map((_, axis) => index(axis)), ...extents.map((_, axis) => foldIndex(axis))];
    let sum: Expression = constant(random.integer(-2, 2), "int32");
    for (const variable of all) {
      if (random.chance(0.4)) sum = add(sum, multiply(variable, random.pick([1, 1, 1, 2, 2, 3, -1])));
    }
    if (random.chance(0.15)) sum = floorDivide(sum, random.pick([2, 2, 3, 4]));
    if (random.chance(0.15)) sum = modulo(sum, random.pick([2, 3, 4]));
    return sum;
  }

  #domain(extents: readonly number[]): Domain {
    return domainOf({ shape: this.#shape, inputs: [] }, { extents });
  }
}

const integerOperators: BinaryOperator[] = [
  "add",
  "subtract",
  "multiply",
  "maximum",
  "minimum",
  "and",
  "or",
  "xor",
  "shiftLeft",
  "shiftRight",
  "floorDivide",
  "modulo",
];

/** A small generator of pseudo-random numbers. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  integer(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.next() * (maximum - minimum + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[this.integer(0, values.length - 1)]!;
  }

  list<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }

  size(): number {
    return this.pick([1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 20, this.chance(0.2) ? 0 : 3]);
  }

  data(dtype: DType, length: number): TypedArray {
    const array = createArray(dtype, length);
    const special = dtype === "float32" && this.chance(0.15);
    for (let at = 0; at < length; at++) {
      if (dtype === "float32") {
        array[at] = special && this.chance(0.05) ? this.pick([NaN, Infinity, -Infinity, -0]) : this.integer(-9, 9);
      } else if (dtype === "bool") array[at] = this.integer(0, 1);
      else array[at] = this.chance(0.1) ? this.integer(-2147483648, 2147483647) : this.integer(-20, 20);
    }
    return array;
  }
}
