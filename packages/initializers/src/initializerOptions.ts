import type { RandomOptions } from "@nn/tensor";

/** Options of every random initializer: `backend`, `generator`, and `dtype` (float32 by default). */
export type InitializerOptions = Omit<RandomOptions, "requiresGradient">;
