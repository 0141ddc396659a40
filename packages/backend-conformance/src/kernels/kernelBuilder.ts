import {
  add,
  binary,
  cast,
  compare,
  constant,
  domainOf,
  floorDivide,
  foldIndex,
  folded,
  index,
  load,
  modulo,
  multiply,
  rangeOf,
  scalar,
  select,
  subtract,
  unary,
  type BinaryOperator,
  type Domain,
  type DType,
  type Expression,
  type Fold,
  type FoldOperator,
  type TensorType,
} from "@nn/backend";
import type { Random } from "./random.ts";

/** What one random kernel is made of. */
export interface KernelPlan {
  readonly random: Random;
  readonly shape: readonly number[];
  /** Grows while expressions are made. */
  readonly inputs: TensorType[];
  /** The folds that are known; the caller adds to them. */
  readonly folds: readonly Fold[];
  /** The float type of this kernel. */
  readonly float: DType;
  readonly dtypes: ReadonlySet<DType>;
}

/** Makes folds and expressions at random, and the inputs that they load from. */
export class KernelBuilder {
  /** The types of the scalars that expressions may use. */
  readonly scalars: readonly DType[];
  readonly #plan: KernelPlan;

  constructor(plan: KernelPlan) {
    const wanted: readonly DType[] = [plan.float, "int32"];
    this.#plan = plan;
    this.scalars = wanted.filter((dtype) => plan.dtypes.has(dtype));
  }

  /** A fold, often over the extents of the one before. */
  fold(): Fold {
    const { random, float } = this.#plan;
    const previous = this.#plan.folds.at(-1);
    const extents = previous && random.chance(0.6) ? previous.extents : random.pick(allExtents);
    const operator = random.pick<FoldOperator>(["sum", "sum", "max", "min", "argmax", "argmin"]);
    const types: readonly DType[] = extents.includes(0) ? [float] : [float, float, "int32", "uint32"];
    const body = this.expression(this.#pickType(types), 2, extents);
    const dtype = operator === "argmax" || operator === "argmin" ? "int32" : body.dtype;
    return { operator, extents, dtype, body };
  }

  /**
   * An expression of `dtype`.
   *
   * @param depth how many operators deep at most
   * @param extents of the fold around it; none in outputs
   */
  expression(dtype: DType, depth: number, extents: readonly number[]): Expression {
    const { random, float } = this.#plan;
    if (depth === 0 || random.chance(0.15)) return this.#leaf(dtype, extents);
    const operand = (type: DType = dtype): Expression => this.expression(type, depth - 1, extents);
    if (random.chance(0.2)) return select(operand("bool"), operand(), operand());
    switch (dtype) {
      case "float32":
      case "float64":
        if (random.chance(0.3)) return unary(random.pick(["negate", "absolute", "sign", "floor", "round"]), operand());
        if (random.chance(0.1)) return cast(operand("bool"), dtype);
        if (random.chance(0.1)) return cast(subtract(binary("and", operand("int32"), 15), 8), dtype);
        return binary(random.pick<BinaryOperator>(["add", "subtract", "maximum", "minimum"]), operand(), operand());
      case "bool":
        if (random.chance(0.5)) {
          const type = this.#pickType([float, "int32", "uint32"]);
          const operator = random.pick(["less", "lessEqual", "equal", "notEqual"] as const);
          return compare(operator, operand(type), operand(type));
        }
        return random.chance(0.3)
          ? unary("not", operand())
          : binary(random.pick(["and", "or", "xor"]), operand(), operand());
      default:
        if (random.chance(0.2)) return cast(operand(this.#pickType(["int32", "uint32", "bool", float])), dtype);
        return binary(random.pick<BinaryOperator>(integerOperators), operand(), operand());
    }
  }

  #leaf(dtype: DType, extents: readonly number[]): Expression {
    const { random } = this.#plan;
    const results = this.#plan.folds.flatMap((fold, number) => (fold.dtype === dtype ? [folded(number, dtype)] : []));
    if (results.length > 0 && random.chance(0.4)) return random.pick(results);
    if (dtype === "int32" && random.chance(0.3)) return this.#coordinate(extents);
    const number = this.scalars.indexOf(dtype);
    if (number >= 0 && random.chance(0.1)) return scalar(number, dtype);
    if (random.chance(0.15)) return constant(dtype === "bool" ? 1 : random.integer(0, 5), dtype);
    return this.#load(dtype, extents);
  }

  /** A load from an input that is made to fit, or one with a guard that fits only in part. */
  #load(dtype: DType, extents: readonly number[]): Expression {
    const { random } = this.#plan;
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
    this.#plan.inputs.push(type);
    return load(this.#plan.inputs.length - 1, type, shifted, guarded ? random.pick([0, 1]) : undefined);
  }

  /** Often the indices as they are, so that axes can join; else whatever comes. */
  #coordinates(extents: readonly number[]): Expression[] {
    const { random } = this.#plan;
    const all = [...this.#plan.shape.map((_, axis) => index(axis)), ...extents.map((_, axis) => foldIndex(axis))];
    if (random.chance(0.4)) return all;
    if (random.chance(0.2)) return [...all].reverse();
    return random.list(random.integer(0, 3), () => this.#coordinate(extents));
  }

  #coordinate(extents: readonly number[]): Expression {
    const { random } = this.#plan;
    const all = [...this.#plan.shape.map((_, axis) => index(axis)), ...extents.map((_, axis) => foldIndex(axis))];
    let sum: Expression = constant(random.integer(-2, 2), "int32");
    for (const variable of all) {
      if (random.chance(0.4)) sum = add(sum, multiply(variable, random.pick([1, 1, 1, 2, 2, 3, -1])));
    }
    if (random.chance(0.15)) sum = floorDivide(sum, random.pick([2, 2, 3, 4]));
    if (random.chance(0.15)) sum = modulo(sum, random.pick([2, 3, 4]));
    return sum;
  }

  /** One of `types` that the backend has. */
  #pickType(types: readonly DType[]): DType {
    return this.#plan.random.pick(types.filter((dtype) => dtype === "bool" || this.#plan.dtypes.has(dtype)));
  }

  #domain(extents: readonly number[]): Domain {
    return domainOf({ shape: this.#plan.shape, inputs: [] }, { extents });
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

const allExtents: readonly (readonly number[])[] = [
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
];
