import {
  affine,
  children,
  coefficientOf,
  dependsOn,
  type Affine,
  type Contraction,
  type Expression,
  type Loop,
} from "@nn/backend";

/**
 * A contraction as a convolution of images with 3 × 3 taps,
 *
 *     y[batch, output, i, j] = Σ image[batch, channel, i ± u, j ± v] · weight[output, channel, u, v]
 *
 * over channel, u and v. Loops are given by their positions in `outer` and `inner`; there may be several for what is
 * one axis here, or none.
 */
export interface Roles {
  readonly image: Expression;
  readonly weight: Expression;
  readonly batches: readonly number[];
  readonly outputs: readonly number[];
  readonly rows: Spatial;
  readonly columns: Spatial;
  readonly channels: readonly number[];
}

/** An axis of the images. */
export interface Spatial {
  /** The loop over the results, the position in `outer`. */
  readonly loop: number;
  readonly size: number;
  /** The loop over the taps, the position in `inner`. */
  readonly taps: number;
  /** Whether the image is read backwards, at i - u. */
  readonly flipped: boolean;
}

const tapCount = 3;

/** The roles in a contraction, if it is such a convolution. They depend on its formula alone. */
export function rolesOf(contraction: Contraction): Roles | undefined {
  const { left, right } = contraction;
  return rolesWith(contraction, left, right) ?? rolesWith(contraction, right, left);
}

function rolesWith(contraction: Contraction, image: Expression, weight: Expression): Roles | undefined {
  const { outer, inner } = contraction;
  const forms = formsOf(image, contraction);
  const [rows, columns] = [outer.length - 2, outer.length - 1].map((loop) => spatialOf(contraction, loop, forms));
  if (!rows || !columns || rows.taps === columns.taps) return undefined;
  if (dependsOn(weight, outer[rows.loop]!) || dependsOn(weight, outer[columns.loop]!)) return undefined;
  const leading = outer.slice(0, -2).map(({ size }, position) => ({ size, position, loop: outer[position]! }));
  const outputs = leading.filter(({ size, loop }) => size > 1 && dependsOn(weight, loop));
  if (outputs.some(({ loop }) => dependsOn(image, loop))) return undefined;
  const batches = leading.filter(({ size, loop }) => size > 1 && !dependsOn(weight, loop));
  const firstOutput = outputs[0]?.position ?? Infinity;
  if (batches.some(({ position }) => position > firstOutput)) return undefined;
  return {
    image,
    weight,
    batches: batches.map(({ position }) => position),
    outputs: outputs.map(({ position }) => position),
    rows,
    columns,
    channels: inner.flatMap((_, position) => (position === rows.taps || position === columns.taps ? [] : [position])),
  };
}

/** The loop over taps that moves the image along with the loop over results, wherever either occurs. */
function spatialOf({ outer, inner }: Contraction, loop: number, forms: readonly Affine[]): Spatial | undefined {
  const results = outer[loop];
  if (!results) return undefined;
  for (const [taps, { kind, axis, size }] of inner.entries()) {
    if (size !== tapCount) continue;
    const pairs = forms.map((form) => [
      coefficientOf(form, results.kind, results.axis),
      coefficientOf(form, kind, axis),
    ]);
    const moved = pairs.filter(([a, b]) => a !== 0 || b !== 0);
    if (moved.length === 0) continue;
    for (const flipped of [false, true]) {
      if (moved.every(([a, b]) => b === (flipped ? -a! : a))) return { loop, size: results.size, taps, flipped };
    }
  }
  return undefined;
}

/** Every affine form in which loop variables occur. */
function formsOf(root: Expression, { domain }: Contraction): Affine[] {
  const forms: Affine[] = [];
  const seen = new Set<Expression>();
  const walk = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if (expression.dtype !== "int32" || expression.kind === "load") return children(expression).forEach(walk);
    const form = affine(expression, domain);
    forms.push(form);
    for (const { atom } of form.terms) if (!isVariable(atom)) children(atom).forEach(walk);
  };
  walk(root);
  return forms;
}

function isVariable({ kind }: Expression): boolean {
  return kind === "index" || kind === "foldIndex";
}

/** How many positions loops have together. */
export function sizeOfLoops(loops: readonly Loop[], positions: readonly number[]): number {
  return positions.reduce((product, position) => product * loops[position]!.size, 1);
}
