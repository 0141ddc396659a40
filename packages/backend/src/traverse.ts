import type { Expression } from "./expression.ts";

/** The expressions that `expression` is made of, in a fixed order. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "constant":
    case "index":
    case "foldIndex":
    case "scalar":
    case "folded":
      return [];
    case "load":
      return expression.coordinates;
    case "unary":
    case "cast":
      return [expression.operand];
    case "binary":
    case "compare":
      return [expression.left, expression.right];
    case "select":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
  }
}

/** Calls `visit` once for every distinct node below and including `roots`, children first. */
export function visitExpressions(roots: readonly Expression[], visit: (expression: Expression) => void): void {
  const seen = new Set<Expression>();
  const walk = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    children(expression).forEach(walk);
    visit(expression);
  };
  roots.forEach(walk);
}

/** Whether any node below and including `root` satisfies `test`. */
export function someExpression(root: Expression, test: (expression: Expression) => boolean): boolean {
  const seen = new Set<Expression>();
  const walk = (expression: Expression): boolean => {
    if (seen.has(expression)) return false;
    seen.add(expression);
    return test(expression) || children(expression).some(walk);
  };
  return walk(root);
}

/**
 * Rebuilds an expression from its leaves up. `replace` sees each node with its children already rebuilt and gives what
 * shall stand in its place, or `undefined` to leave it. Shared nodes are rebuilt once and stay shared.
 *
 * @param memo carries results from one call to the next, where several roots share nodes
 */
export function rewrite(
  root: Expression,
  replace: (expression: Expression) => Expression | undefined,
  memo: Map<Expression, Expression> = new Map(),
): Expression {
  const walk = (expression: Expression): Expression => {
    const known = memo.get(expression);
    if (known) return known;
    const rebuilt = withChildren(expression, walk);
    const result = replace(rebuilt) ?? rebuilt;
    memo.set(expression, result);
    return result;
  };
  return walk(root);
}

/** The same node over other children; the node itself if none of them changed. */
export function withChildren(expression: Expression, change: (child: Expression) => Expression): Expression {
  switch (expression.kind) {
    case "constant":
    case "index":
    case "foldIndex":
    case "scalar":
    case "folded":
      return expression;
    case "load": {
      const coordinates = expression.coordinates.map(change);
      const same = coordinates.every((coordinate, axis) => coordinate === expression.coordinates[axis]);
      return same ? expression : { ...expression, coordinates };
    }
    case "unary":
    case "cast": {
      const operand = change(expression.operand);
      return operand === expression.operand ? expression : { ...expression, operand };
    }
    case "binary":
    case "compare": {
      const left = change(expression.left);
      const right = change(expression.right);
      return left === expression.left && right === expression.right ? expression : { ...expression, left, right };
    }
    case "select": {
      const condition = change(expression.condition);
      const whenTrue = change(expression.whenTrue);
      const whenFalse = change(expression.whenFalse);
      const same =
        condition === expression.condition && whenTrue === expression.whenTrue && whenFalse === expression.whenFalse;
      return same ? expression : { ...expression, condition, whenTrue, whenFalse };
    }
  }
}
