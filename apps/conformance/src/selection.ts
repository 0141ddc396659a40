import type { Case } from "./case.ts";

/** What to run, and how. */
export interface Selection {
  /** A part of `suite operator name`. */
  readonly filter: string;
  /** Whether neighbouring operations become one kernel. */
  readonly fusion: boolean;
}

export function matches({ suite, operator, name }: Case, { filter }: Selection): boolean {
  return `${suite} ${operator} ${name}`.includes(filter);
}
