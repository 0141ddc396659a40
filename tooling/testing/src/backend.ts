import type { Backend } from "@nn/backend";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    backend: BackendName;
    /** Whether backends on the CPU shall use relaxed SIMD, and not whether the engine happens to have it. */
    relaxedSimd: boolean;
  }
}

export type BackendName = "cpu" | "interpreter" | "webgl";

/** The backend that the current vitest project runs on. */
export const backendName: BackendName = inject("backend");

/** Whether the current vitest project tests relaxed SIMD. */
export const relaxedSimd: boolean = inject("relaxedSimd");

let current: Promise<Backend> | undefined;

/** The backend under test: one instance for each test file. */
export function backend(): Promise<Backend> {
  return (current ??= createBackend());
}

async function createBackend(): Promise<Backend> {
  if (backendName === "interpreter") {
    const { interpreter } = await import("@nn/backend");
    return interpreter();
  }
  if (backendName === "webgl") {
    const { webgl } = await import("@nn/backend-webgl");
    return webgl();
  }
  if (relaxedSimd) {
    const { cpu } = await import("@nn/backend-cpu");
    return cpu({ threads: 1, relaxedSimd });
  }
  // So fine that two threads share even the tiny kernels of tests.
  const { createCpu } = await import("../../../packages/backend-cpu/src/createCpu.ts");
  return createCpu({ threads: 2, relaxedSimd }, { grain: { elements: 1, nanoseconds: 0 }, eager: true, hostTasks: 1 });
}
