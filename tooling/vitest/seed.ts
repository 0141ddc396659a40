import fc from "fast-check";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Of property tests. */
    seed: number;
  }
}

/** Property tests see the same examples in every run, unless told otherwise: `PROPERTY_SEED=$RANDOM pnpm unit`. */
fc.configureGlobal({ seed: inject("seed") });
