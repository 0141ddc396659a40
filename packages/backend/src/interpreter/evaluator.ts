import { evaluateBinary, evaluateCast, evaluateCompare, evaluateUnary, roundTo } from "../evaluate.ts";
import type { Binary, Expression } from "../expression.ts";
import type { Kernel } from "../kernel.ts";
import { children, visitExpressions } from "../traverse.ts";
import type { Frame } from "./frame.ts";
import { loader } from "./loader.ts";

/** The value of one expression where the frame stands now. */
export type Evaluator = () => number;

/**
 * Turns the expressions of one kernel into functions.
 *
 * Each node becomes a closure over the closures of its children, made once; running a kernel only calls them. A node
 * with several users remembers its value for as long as the variables it depends on stand still, so a shared
 * subexpression is computed once, and one that does not depend on a fold's position once for the whole fold.
 */
export class EvaluatorBuilder {
  readonly #kernel: Kernel;
  readonly #frame: Frame;
  readonly #evaluators = new Map<Expression, Evaluator>();
  readonly #shared: ReadonlySet<Expression>;
  readonly #positional: ReadonlySet<Expression>;

  constructor(kernel: Kernel, frame: Frame) {
    const roots = [...kernel.folds.map(({ body }) => body), ...kernel.outputs.map(({ value }) => value)];
    this.#kernel = kernel;
    this.#frame = frame;
    this.#shared = sharedExpressions(roots);
    this.#positional = positionalExpressions(roots);
  }

  /** The function that computes `expression`. */
  build(expression: Expression): Evaluator {
    const known = this.#evaluators.get(expression);
    if (known) return known;
    const compute = this.#compute(expression);
    const evaluator = this.#shared.has(expression) ? this.#remembered(expression, compute) : compute;
    this.#evaluators.set(expression, evaluator);
    return evaluator;
  }

  #remembered(expression: Expression, compute: Evaluator): Evaluator {
    const frame = this.#frame;
    let value = 0;
    let stamp = -1;
    if (this.#positional.has(expression)) {
      return () => {
        if (stamp !== frame.positionStamp) {
          value = compute();
          stamp = frame.positionStamp;
        }
        return value;
      };
    }
    return () => {
      if (stamp !== frame.pointStamp) {
        value = compute();
        stamp = frame.pointStamp;
      }
      return value;
    };
  }

  #compute(expression: Expression): Evaluator {
    const frame = this.#frame;
    switch (expression.kind) {
      case "constant": {
        const value = roundTo(expression.dtype, expression.value);
        return () => value;
      }
      case "index": {
        const { axis } = expression;
        return () => frame.index[axis]!;
      }
      case "foldIndex": {
        const { axis } = expression;
        return () => frame.foldIndex[axis]!;
      }
      case "scalar": {
        const { dtype, scalar } = expression;
        return () => roundTo(dtype, frame.scalars[scalar]!);
      }
      case "folded": {
        const { fold } = expression;
        return () => frame.folded[fold]!;
      }
      case "load": {
        const coordinates = expression.coordinates.map((coordinate) => this.build(coordinate));
        return loader(expression, coordinates, this.#kernel.inputs[expression.input]!.shape, frame);
      }
      case "unary": {
        const { operator, dtype } = expression;
        const operand = this.build(expression.operand);
        return () => evaluateUnary(operator, dtype, operand());
      }
      case "binary":
        return binaryEvaluator(expression, this.build(expression.left), this.build(expression.right));
      case "compare": {
        const { operator } = expression;
        const [left, right] = [this.build(expression.left), this.build(expression.right)];
        return () => (evaluateCompare(operator, left(), right()) ? 1 : 0);
      }
      case "select": {
        const condition = this.build(expression.condition);
        const [whenTrue, whenFalse] = [this.build(expression.whenTrue), this.build(expression.whenFalse)];
        return () => (condition() !== 0 ? whenTrue() : whenFalse());
      }
      case "cast": {
        const [from, to] = [expression.operand.dtype, expression.dtype];
        const operand = this.build(expression.operand);
        return () => evaluateCast(from, to, operand());
      }
    }
  }
}

/** As `evaluateBinary` says; the operators that fill inner loops have their own closures, for speed alone. */
function binaryEvaluator({ operator, dtype }: Binary, left: Evaluator, right: Evaluator): Evaluator {
  if (dtype === "int32") {
    if (operator === "add") return () => (left() + right()) | 0;
    if (operator === "subtract") return () => (left() - right()) | 0;
    if (operator === "multiply") return () => Math.imul(left(), right());
  }
  if (dtype === "float32") {
    if (operator === "add") return () => Math.fround(left() + right());
    if (operator === "subtract") return () => Math.fround(left() - right());
    if (operator === "multiply") return () => Math.fround(left() * right());
  }
  return () => evaluateBinary(operator, dtype, left(), right());
}

/** What is worth remembering: nodes with more than one user, leaves excepted. */
function sharedExpressions(roots: readonly Expression[]): Set<Expression> {
  const used = new Set<Expression>();
  const shared = new Set<Expression>();
  const use = (expression: Expression): void => {
    if (used.has(expression) && children(expression).length > 0) shared.add(expression);
    used.add(expression);
  };
  roots.forEach(use);
  visitExpressions(roots, (expression) => children(expression).forEach(use));
  return shared;
}

/** What depends on the position within a fold. */
function positionalExpressions(roots: readonly Expression[]): Set<Expression> {
  const positional = new Set<Expression>();
  visitExpressions(roots, (expression) => {
    const depends = children(expression).some((child) => positional.has(child));
    if (depends || expression.kind === "foldIndex") positional.add(expression);
  });
  return positional;
}
