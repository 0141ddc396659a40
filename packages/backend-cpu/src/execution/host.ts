/** What programs need to know of the backend that they belong to. */
export interface ProgramHost {
  /** The heap that every buffer lives in. */
  readonly memory: WebAssembly.Memory;
  /** The most threads that will run a program. */
  readonly threads: number;
  readonly grain: Grain;
  readonly winograd: WinogradUse;
  /** Whether modules may use relaxed SIMD. */
  readonly relaxedSimd: boolean;
}

/** For which convolutions Winograd's algorithm is used, of those that it can compute. */
export type WinogradUse = "always" | "where it pays" | "never";

/** How finely work is divided. It decides speed only. */
export interface Grain {
  /** The work of one task, in elements: long enough to hide a call, short enough for the engine to change tiers. */
  readonly elements: number;
  /** From how much work on threads share a phase, in nanoseconds. */
  readonly nanoseconds: number;
}

export const defaultGrain: Grain = { elements: 32768, nanoseconds: 40_000 };
