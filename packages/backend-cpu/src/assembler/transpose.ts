import type { Local } from "./functionBuilder.ts";
import type { Notation } from "./notation.ts";

/** Transposes four vectors as the rows of a matrix, in place. `scratch` are four locals more. */
export function transpose({ set, get, shuffle }: Notation, rows: readonly Local[], scratch: readonly Local[]): void {
  const [a, b, c, d] = rows.map(get) as [() => void, () => void, () => void, () => void];
  const [s, t, u, v] = scratch.map(get) as [() => void, () => void, () => void, () => void];
  // Rows 0 and 2 are interleaved with each other, and 1 and 3; doing so twice transposes.
  set(scratch[0]!, shuffle(a, c, low));
  set(scratch[1]!, shuffle(a, c, high));
  set(scratch[2]!, shuffle(b, d, low));
  set(scratch[3]!, shuffle(b, d, high));
  set(rows[0]!, shuffle(s, u, low));
  set(rows[1]!, shuffle(s, u, high));
  set(rows[2]!, shuffle(t, v, low));
  set(rows[3]!, shuffle(t, v, high));
}

const low = [0, 4, 1, 5] as const;
const high = [2, 6, 3, 7] as const;
