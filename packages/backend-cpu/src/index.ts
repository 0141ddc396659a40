export { cpu, type CpuBackend, type CpuOptions, type CpuProgram, type CpuRun } from "./cpu.ts";
