import { add, constant, floorDivide, modulo, multiply } from "./build.ts";
import type { Expression } from "./expression.ts";
import { expressionKey } from "./key.ts";
import { rangeOf, type Domain } from "./ranges.ts";

/**
 * An int32 expression as `constant + Σ coefficient · atom`.
 *
 * Arithmetic wraps around modulo 2^32, as that of int32 does. An atom is anything that is not a sum or a multiple: an `Index` or a `FoldIndex`, or an opaque expression such as a
 * quotient. Terms have coefficients other than 0 and distinct atoms.
 */
export interface Affine {
  readonly constant: number;
  readonly terms: readonly AffineTerm[];
}

/** One multiple in an affine form. */
export interface AffineTerm {
  readonly atom: Expression;
  readonly coefficient: number;
}

/**
 * The affine form of an int32 expression. Quotients and remainders by constants are resolved where `domain` proves it
 * possible: (4i + j) div 4 = i for 0 ≤ j < 4, and m·(a div m) + a mod m = a, which is how reshapes vanish.
 */
export function affine(expression: Expression, domain: Domain): Affine {
  switch (expression.kind) {
    case "constant":
      return { constant: expression.value, terms: [] };
    case "binary":
      return affineBinary(expression.operator, expression.left, expression.right, domain) ?? single(expression);
    case "unary":
      return expression.operator === "negate" ? scale(affine(expression.operand, domain), -1) : single(expression);
    default:
      return single(expression);
  }
}

/** Whether every atom is an `Index` or a `FoldIndex`, so that the form is linear in the loop variables. */
export function isLinear(form: Affine): boolean {
  return form.terms.every(({ atom }) => atom.kind === "index" || atom.kind === "foldIndex");
}

/** The coefficient of the loop variable `kind` number `axis`; 0 if it does not occur as an atom. */
export function coefficientOf(form: Affine, kind: "index" | "foldIndex", axis: number): number {
  return form.terms.find(({ atom }) => atom.kind === kind && atom.axis === axis)?.coefficient ?? 0;
}

/** The expression that an affine form stands for, in a canonical order of terms, whatever was made before. */
export function fromAffine(form: Affine): Expression {
  const sorted = [...form.terms].sort((a, b) => compareAtoms(a.atom, b.atom));
  const parts = sorted.map(({ atom, coefficient }) => multiply(atom, coefficient));
  const sum = parts.reduce<Expression | undefined>((left, part) => (left ? add(left, part) : part), undefined);
  return sum ? add(sum, form.constant) : constant(form.constant, "int32");
}

/** `left + factor · right`. */
export function addAffine(left: Affine, right: Affine, factor = 1): Affine {
  const terms = new Map<string, AffineTerm>();
  const include = ({ atom, coefficient }: AffineTerm): void => {
    const key = expressionKey(atom);
    const total = ((terms.get(key)?.coefficient ?? 0) + coefficient) | 0;
    if (total === 0) terms.delete(key);
    else terms.set(key, { atom, coefficient: total });
  };
  left.terms.forEach(include);
  right.terms.forEach(({ atom, coefficient }) => include({ atom, coefficient: Math.imul(coefficient, factor) }));
  return { constant: (left.constant + Math.imul(factor, right.constant)) | 0, terms: [...terms.values()] };
}

/** The row-major position of `coordinates` within `shape`, as one affine form. */
export function flatOffset(coordinates: readonly Expression[], shape: readonly number[], domain: Domain): Affine {
  let form: Affine = { constant: 0, terms: [] };
  coordinates.forEach((coordinate, axis) => {
    form = addAffine(scale(form, shape[axis]!), affine(coordinate, domain));
  });
  return recombine(form, domain);
}

function single(atom: Expression): Affine {
  return { constant: 0, terms: [{ atom, coefficient: 1 }] };
}

function scale(form: Affine, factor: number): Affine {
  if (factor === 0) return { constant: 0, terms: [] };
  const terms = form.terms.map(({ atom, coefficient }) => ({ atom, coefficient: Math.imul(coefficient, factor) }));
  return { constant: Math.imul(form.constant, factor), terms: terms.filter(({ coefficient }) => coefficient !== 0) };
}

function affineBinary(operator: string, left: Expression, right: Expression, domain: Domain): Affine | undefined {
  switch (operator) {
    case "add":
      return recombine(addAffine(affine(left, domain), affine(right, domain)), domain);
    case "subtract":
      return recombine(addAffine(affine(left, domain), affine(right, domain), -1), domain);
    case "multiply": {
      const [a, b] = [affine(left, domain), affine(right, domain)];
      if (b.terms.length === 0) return scale(a, b.constant);
      return a.terms.length === 0 ? scale(b, a.constant) : undefined;
    }
    case "floorDivide":
    case "modulo": {
      const divisor = affine(right, domain);
      if (divisor.terms.length > 0 || divisor.constant <= 0) return undefined;
      return divide(operator, affine(left, domain), divisor.constant, domain);
    }
    default:
      return undefined;
  }
}

/** Splits a `form` that cannot overflow into `divisor · quotient + rest` with `rest` proven within [0, divisor), if that can be. */
function divide(operator: "floorDivide" | "modulo", form: Affine, divisor: number, domain: Domain): Affine | undefined {
  if (!affineRange(form, domain)) return undefined;
  const multiples = form.terms.filter(({ coefficient }) => coefficient % divisor === 0);
  const others = form.terms.filter(({ coefficient }) => coefficient % divisor !== 0);
  const low = ((form.constant % divisor) + divisor) % divisor;
  const rest: Affine = { constant: low, terms: others };
  const quotient: Affine = {
    constant: (form.constant - low) / divisor,
    terms: multiples.map(({ atom, coefficient }) => ({ atom, coefficient: coefficient / divisor })),
  };
  const range = affineRange(rest, domain);
  if (range && range.minimum >= 0 && range.maximum < divisor) return operator === "floorDivide" ? quotient : rest;
  if (multiples.length === 0 && quotient.constant === 0) return nested(operator, rest, divisor);
  const remainder = nested(operator, rest, divisor) ?? single(build(operator, fromAffine(rest), divisor));
  return operator === "floorDivide" ? addAffine(quotient, remainder) : remainder;
}

/** (a div p) div q = a div (p·q), for a quotient that stands alone. */
function nested(operator: "floorDivide" | "modulo", form: Affine, divisor: number): Affine | undefined {
  const [term] = form.terms;
  if (operator !== "floorDivide" || form.terms.length !== 1 || form.constant !== 0 || !term) return undefined;
  const { atom, coefficient } = term;
  if (coefficient !== 1 || atom.kind !== "binary" || atom.operator !== "floorDivide") return undefined;
  if (atom.right.kind !== "constant" || atom.right.value <= 0) return undefined;
  return single(build("floorDivide", atom.left, divisor * atom.right.value));
}

function build(operator: "floorDivide" | "modulo", left: Expression, divisor: number): Expression {
  return operator === "floorDivide" ? floorDivide(left, divisor) : modulo(left, divisor);
}

/** Replaces c·m·(a div m) + c·(a mod m) by c·a, until nothing more fits. */
function recombine(form: Affine, domain: Domain): Affine {
  for (const remainder of form.terms) {
    const { atom } = remainder;
    if (atom.kind !== "binary" || atom.operator !== "modulo" || atom.right.kind !== "constant") continue;
    const [sought, ...more] = affine(floorDivide(atom.left, atom.right), domain).terms;
    if (!sought || sought.coefficient !== 1 || more.length > 0) continue;
    const key = expressionKey(sought.atom);
    const wanted = remainder.coefficient * atom.right.value;
    const quotient = form.terms.find((term) => expressionKey(term.atom) === key && term.coefficient === wanted);
    if (!quotient) continue;
    const terms = form.terms.filter((term) => term !== remainder && term !== quotient);
    const whole = affine(atom.left, domain);
    return recombine(addAffine({ constant: form.constant, terms }, whole, remainder.coefficient), domain);
  }
  return form;
}

function affineRange(form: Affine, domain: Domain): { minimum: number; maximum: number } | undefined {
  let minimum = form.constant;
  let maximum = form.constant;
  for (const { atom, coefficient } of form.terms) {
    const range = rangeOf(atom, domain);
    if (!range) return undefined;
    minimum += coefficient * (coefficient > 0 ? range.minimum : range.maximum);
    maximum += coefficient * (coefficient > 0 ? range.maximum : range.minimum);
  }
  return minimum >= -2147483648 && maximum <= 2147483647 ? { minimum, maximum } : undefined;
}

/** Indices by axis, then fold indices by axis, then others by what they are made of. */
function compareAtoms(a: Expression, b: Expression): number {
  const difference = rankOf(a) - rankOf(b);
  if (difference !== 0) return difference;
  if (a.kind === "constant" && b.kind === "constant") return a.value - b.value;
  if (a.kind !== "binary" || b.kind !== "binary") return compareTexts(expressionKey(a), expressionKey(b));
  return compareTexts(a.operator, b.operator) || compareAtoms(a.left, b.left) || compareAtoms(a.right, b.right);
}

function rankOf(atom: Expression): number {
  switch (atom.kind) {
    case "index":
      return atom.axis;
    case "foldIndex":
      return 2 ** 16 + atom.axis;
    case "constant":
      return 2 ** 17;
    default:
      return atom.kind === "binary" ? 2 ** 18 : 2 ** 19;
  }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
