import type { Local } from "../assembler/functionBuilder.ts";
import type { Notation, Value } from "../assembler/notation.ts";

/*
 * Winograd's F(4, 3): four neighbouring results of a correlation with three taps by six multiplications instead of
 * twelve,
 *
 *     y = Aᵀ ((G g) ⊙ (Bᵀ d)),   d six neighbouring inputs, g the three taps.
 *
 * It is the product of two polynomials by their values at six points: 0, ±p, ±q and infinity. In two dimensions the
 * same is done to the rows and then to the columns of a tile: 36 multiplications for 16 results instead of 144.
 *
 * Textbooks take p = 1 and q = 2. The values at 5/8 and 3/2 are closer to each other in size, and the error is a
 * third of theirs.
 */
const p = 5 / 8;
const q = 3 / 2;
/** Squares and products of these are exact in float32. */
const [p2, q2] = [p * p, q * q];

/** How many results, and how many inputs, a tile has along an axis. */
export const tileSize = 4;
export const tileInputs = 6;
/** How many products of matrices there are: one for each element of a transformed tile. */
export const tileProducts = tileInputs * tileInputs;

/** Bᵀ d: the values of the polynomial of six inputs. Each row is M(x) / (x − point), where M = x (x² − p²) (x² − q²). */
export function transformInputs(write: Notation, inputs: readonly Local[], results: readonly Local[]): void {
  const { plus, minus, times, set, get } = write;
  const d = (position: number): Value => get(inputs[position]!);
  set(results[0]!, plus(minus(times(p2 * q2, d(0)), times(p2 + q2, d(2))), d(4)));
  set(results[5]!, plus(minus(times(p2 * q2, d(1)), times(p2 + q2, d(3))), d(5)));
  setPair(write, results.slice(1), minus(d(4), times(q2, d(2))), times(p, minus(d(3), times(q2, d(1)))));
  setPair(write, results.slice(3), minus(d(4), times(p2, d(2))), times(q, minus(d(3), times(p2, d(1)))));
}

/** G g: the values of the polynomial of three taps, divided by the derivative of M there. */
export function transformTaps(write: Notation, taps: readonly Local[], results: readonly Local[]): void {
  const { plus, times, set, get } = write;
  const g = (position: number): Value => get(taps[position]!);
  const atP = 1 / (2 * p2 * (p2 - q2));
  const atQ = 1 / (2 * q2 * (q2 - p2));
  set(results[0]!, times(1 / (p2 * q2), g(0)));
  set(results[5]!, g(2));
  setPair(write, results.slice(1), plus(times(atP, g(0)), times(atP * p2, g(2))), times(atP * p, g(1)));
  setPair(write, results.slice(3), plus(times(atQ, g(0)), times(atQ * q2, g(2))), times(atQ * q, g(1)));
}

/**
 * Aᵀ m: row i holds the powers i of the points, so that even rows need the sum of each pair, and odd ones the
 * difference. The products are overwritten.
 */
export function transformProducts(write: Notation, products: readonly Local[], results: readonly Local[]): void {
  const { plus, minus, times, set, get } = write;
  const m = (position: number): Value => get(products[position]!);
  const [r0, r1, r2, r3] = results;
  const [sumP, sumQ] = [get(r1!), get(r3!)];
  set(r1!, plus(m(1), m(2)));
  set(r3!, plus(m(3), m(4)));
  set(r0!, plus(plus(m(0), sumP), sumQ));
  set(r2!, plus(times(p2, sumP), times(q2, sumQ)));
  const [differenceP, differenceQ] = [m(2), m(4)];
  set(products[2]!, times(p, minus(m(1), m(2))));
  set(products[4]!, times(q, minus(m(3), m(4))));
  set(r1!, plus(differenceP, differenceQ));
  set(r3!, plus(plus(times(p2, differenceP), times(q2, differenceQ)), m(5)));
}

/** The values at a point and at its negative: the even part plus the odd one, and minus it. */
function setPair({ plus, minus, set, get }: Notation, [at, opposite]: readonly Local[], even: Value, odd: Value): void {
  set(at!, even);
  set(opposite!, odd);
  const [e, o] = [get(at!), get(opposite!)];
  // The sum waits on the stack until the difference no longer needs its local.
  plus(e, o)();
  set(opposite!, minus(e, o));
  set(at!, () => undefined);
}
