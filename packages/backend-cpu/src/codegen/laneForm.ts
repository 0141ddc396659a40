import { affine, type Affine, type AffineTerm, type Domain, type Expression } from "@nn/backend";
import type { Emitter } from "./emitter.ts";

/** An offset of which it is known how it changes from lane to lane. */
export interface LaneForm {
  /** The part that all lanes share. */
  readonly form: Affine;
  /** Elements from one lane to the next. A half: neighbouring pairs of lanes share an element. */
  readonly stride: number;
  /** With a half: whether the pairs are lanes 1 and 2, so that the first lane stands alone. */
  readonly odd: boolean;
}

/** How `offset` depends on the lane; `undefined` if not simply. */
export function laneFormOf(emitter: Emitter, offset: Expression): LaneForm | undefined {
  const { domain, lanes } = emitter.frame.scope;
  const form = affine(offset, domain);
  const varying = form.terms.filter(({ atom }) => emitter.isVector(atom));
  const rest: Affine = { constant: form.constant, terms: form.terms.filter((term) => !varying.includes(term)) };
  const [term] = varying;
  if (varying.length !== 1 || !term || !lanes) return undefined;
  if (isVariable(term.atom)) return { form: rest, stride: term.coefficient, odd: false };
  const half = lanes.even && term.coefficient === 1 ? halved(emitter, term.atom, domain) : undefined;
  if (!half) return undefined;
  return {
    form: { constant: rest.constant + half.form.constant, terms: [...rest.terms, ...half.form.terms] },
    stride: 0.5,
    odd: half.odd,
  };
}

function isVariable(atom: Expression): boolean {
  return atom.kind === "index" || atom.kind === "foldIndex";
}

/** (x + 2a + b) div 2 for an even x and b of 0 or 1, without the x div 2. */
function halved(emitter: Emitter, atom: Expression, domain: Domain): { form: Affine; odd: boolean } | undefined {
  if (atom.kind !== "binary" || atom.operator !== "floorDivide") return undefined;
  if (atom.right.kind !== "constant" || atom.right.value !== 2) return undefined;
  const inner = affine(atom.left, domain);
  const varying = inner.terms.filter((term) => emitter.isVector(term.atom));
  const [lane] = varying;
  if (varying.length !== 1 || !lane || !isVariable(lane.atom) || lane.coefficient !== 1) return undefined;
  const others: AffineTerm[] = inner.terms.filter((term) => term !== lane);
  if (others.some(({ coefficient }) => coefficient % 2 !== 0)) return undefined;
  const odd = (inner.constant & 1) === 1;
  const terms = others.map((term) => ({ atom: term.atom, coefficient: term.coefficient / 2 }));
  return { form: { constant: (inner.constant - Number(odd)) / 2, terms }, odd };
}
