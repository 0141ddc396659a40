export type { Check, CheckContext, Coverage, Direction, Requirements } from "./check.ts";
export { checks } from "./checks.ts";
export { randomKernel, type RandomKernel, type RandomKernelOptions } from "./kernels/randomKernel.ts";
export { Random } from "./kernels/random.ts";
export { runChecks, type ConformanceOptions, type CreateBackend } from "./runChecks.ts";
export {
  printSupport,
  supportReport,
  type CheckResult,
  type OperationSupport,
  type Results,
  type Status,
  type SupportReport,
} from "./supportReport.ts";
export { testBackend, type TestRunner } from "./testBackend.ts";
export type { DeclaredTolerances, Tolerance } from "./tolerance.ts";
