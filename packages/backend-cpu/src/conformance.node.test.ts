import { testBackend } from "@nn/backend-conformance";
import { relaxedSimd } from "@nn/testing";
import { describe, it } from "vitest";
import { cpu } from "./index.ts";
import { shared } from "./threads/fixtures.ts";

/** More with `RUNS=5000 pnpm unit`. */
const randomKernels = Number(process.env["RUNS"] ?? 400);

await testBackend("cpu", () => cpu({ relaxedSimd }), { describe, it, randomKernels });
await testBackend("cpu with three threads", () => shared(3), { describe, it, randomKernels: randomKernels / 4 });
