import { isFloat, type DType } from "../dtype.ts";
import { evaluateBinary, roundTo } from "../evaluate.ts";
import type { BinaryOperator } from "../expression.ts";
import type { Fold } from "../kernel.ts";
import type { Evaluator } from "./evaluator.ts";
import { advance, countPositions, type Frame } from "./frame.ts";

/** The function that runs `fold` over all its positions, where `body` computes one of them. */
export function foldEvaluator(fold: Fold, body: Evaluator, frame: Frame): Evaluator {
  const { extents } = fold;
  const count = countPositions(extents);
  const accumulator = createAccumulator(fold);
  const index = extents.map(() => 0);
  return () => {
    frame.foldIndex = index.fill(0);
    accumulator.start();
    for (let position = 0; position < count; position++) {
      frame.positionStamp++;
      accumulator.include(body(), position);
      advance(index, extents);
    }
    return accumulator.result();
  };
}

/** The state of one running fold. */
interface Accumulator {
  start(): void;
  include(value: number, position: number): void;
  result(): number;
}

function createAccumulator(fold: Fold): Accumulator {
  const { dtype } = fold.body;
  switch (fold.operator) {
    case "sum":
    case "dot":
      return combining("add", dtype, 0);
    case "product":
      return combining("multiply", dtype, 1);
    case "max":
      return combining("maximum", dtype, limitsOf(dtype).minimum);
    case "min":
      return combining("minimum", dtype, limitsOf(dtype).maximum);
    case "argmax":
      return positionOf((value, best) => value > best);
    case "argmin":
      return positionOf((value, best) => value < best);
  }
}

/** A float total is kept in double precision and rounded once, at the end; an integer one wraps around at each step. */
function combining(operator: BinaryOperator, dtype: DType, neutral: number): Accumulator {
  const working = isFloat(dtype) ? "float64" : dtype;
  let total = neutral;
  return {
    start: () => {
      total = neutral;
    },
    include: (value) => {
      total = evaluateBinary(operator, working, total, value);
    },
    result: () => roundTo(dtype, total),
  };
}

function positionOf(isBetter: (value: number, best: number) => boolean): Accumulator {
  let best = 0;
  let at = 0;
  return {
    start: () => {
      at = 0;
    },
    include: (value, position) => {
      const nanWins = Number.isNaN(value) && !Number.isNaN(best);
      if (position > 0 && !nanWins && !isBetter(value, best)) return;
      best = value;
      at = position;
    },
    result: () => at,
  };
}

/** The smallest and the largest value of a type: the neutral values of `max` and `min`. */
function limitsOf(dtype: DType): { readonly minimum: number; readonly maximum: number } {
  if (dtype === "int32") return { minimum: -2147483648, maximum: 2147483647 };
  if (dtype === "uint32") return { minimum: 0, maximum: 4294967295 };
  return { minimum: -Infinity, maximum: Infinity };
}
