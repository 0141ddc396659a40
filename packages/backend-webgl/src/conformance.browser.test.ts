import { testBackend } from "@nn/backend-conformance";
import { describe, it } from "vitest";
import { webgl } from "./index.ts";
import { relativeBound } from "./precision/fixtures.ts";

await testBackend("webgl", webgl, {
  describe,
  it,
  // The renderers under test keep them.
  nonFinite: "carried",
  tolerances: {
    divide: { relative: relativeBound("divide") },
    squareRoot: { relative: relativeBound("squareRoot") },
    power: { relative: relativeBound("power") },
    // Subnormal numbers on the way become 0.
    log1p: { absolute: 4e-38 },
    erf: { absolute: 1e-36 },
  },
});
