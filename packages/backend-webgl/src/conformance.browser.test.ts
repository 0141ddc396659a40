import { testBackend } from "@nn/backend-conformance";
import { describe, it } from "vitest";
import { webgl } from "./index.ts";

const noPosition = "of integers over nothing, the type's limit comes in place of position 0";

await testBackend("webgl", webgl, {
  describe,
  it,
  // The renderers under test keep them.
  nonFinite: "carried",
  tolerances: {
    // The device's own, within 2.5 units in the last place.
    divide: { relative: 4e-7 },
    squareRoot: { relative: 4e-7 },
    power: { relative: 2e-5 },
    // Subnormal numbers on the way become 0.
    log1p: { absolute: 4e-38 },
    erf: { absolute: 1e-36 },
  },
  knownDefects: {
    "argmax of int32 over nothing is its neutral value": noPosition,
    "argmin of int32 over nothing is its neutral value": noPosition,
    "argmin of uint32 over nothing is its neutral value": noPosition,
  },
});
