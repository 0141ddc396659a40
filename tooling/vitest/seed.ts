import fc from "fast-check";

/** Property tests see the same examples in every run, unless told otherwise: `PROPERTY_SEED=$RANDOM pnpm unit`. */
fc.configureGlobal({ seed: Number(process.env["PROPERTY_SEED"] ?? 1) });
