import { expressionKey, rewrite, visitExpressions, type Expression, type Fold, type OperationCall } from "@nn/backend";
import { sameShape } from "../shape.ts";

/** An operation that the backend runs by a program of its own, on all of its inputs in their order. */
export interface Claim {
  readonly call: OperationCall;
  readonly sources: readonly number[];
}

/**
 * A kernel in the making. Its expressions load from *sources*: leaves and outputs of calls, numbered through the whole
 * plan. A member is a source that this kernel computes; whether it is also stored is settled at the end.
 */
export class Group {
  readonly shape: readonly number[];
  folds: Fold[] = [];
  /** Each member's value at the kernel's index. */
  readonly members = new Map<number, Expression>();
  /** The operations that went into it, for people. */
  readonly operations: string[] = [];
  /** Set where the backend claimed the operation; such a group takes no others. */
  readonly claim: Claim | undefined;
  private known: ReadonlySet<number> | undefined;

  constructor(shape: readonly number[], claim?: Claim) {
    this.shape = shape;
    this.claim = claim;
  }

  get isContraction(): boolean {
    return this.folds.some(({ operator }) => operator === "dot");
  }

  /** The sources that it reads. */
  sources(): ReadonlySet<number> {
    const roots = [...this.members.values(), ...this.folds.map(({ body }) => body)];
    this.known ??= new Set(this.claim?.sources ?? loadsOf(roots).map((load) => load.input));
    return this.known;
  }

  /**
   * Takes in the outputs of a call: `values`, numbered as sources from `first`, in terms of `folds`. Equal folds are
   * kept once; loads of members, which stand at the kernel's own index, become their values.
   */
  add(first: number, folds: readonly Fold[], values: readonly Expression[]): void {
    const places: number[] = [];
    const settle = (expression: Expression): Expression =>
      rewrite(expression, (node) => {
        if (node.kind === "folded") return { ...node, fold: places[node.fold]! };
        return node.kind === "load" ? this.members.get(node.input) : undefined;
      });
    for (const fold of folds) {
      const own = { ...fold, body: settle(fold.body) };
      const key = foldKey(own);
      const equal = this.folds.findIndex((other) => foldKey(other) === key);
      places.push(equal >= 0 ? equal : this.folds.push(own) - 1);
    }
    const settled = values.map(settle);
    settled.forEach((value, output) => this.members.set(first + output, value));
    this.known = undefined;
  }
}

/** Whether `load` reads the element at the kernel's own index of a source of the kernel's own shape. */
export function isOwnIndex(
  load: Expression & { kind: "load" },
  source: readonly number[],
  shape: readonly number[],
): boolean {
  if (load.outside !== undefined || !sameShape(source, shape)) return false;
  return load.coordinates.every((coordinate, axis) =>
    coordinate.kind === "index" ? coordinate.axis === axis : coordinate.kind === "constant" && shape[axis] === 1,
  );
}

/** Every distinct load below `roots`. */
export function loadsOf(roots: readonly Expression[]): (Expression & { kind: "load" })[] {
  const loads: (Expression & { kind: "load" })[] = [];
  visitExpressions(roots, (node) => {
    if (node.kind === "load") loads.push(node);
  });
  return loads;
}

function foldKey(fold: Fold): string {
  return `${fold.operator}[${fold.extents.join()}]${expressionKey(fold.body)}`;
}
