export { cpu, type CpuOptions, type CpuProgram, type CpuRun } from "./cpu.ts";
