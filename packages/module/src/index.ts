export { fanInUniform, type InitialOptions } from "./fanInUniform.ts";
export { freshGenerator } from "./freshGenerator.ts";
export { Flatten, type FlattenOptions } from "./flatten.ts";
export { Module, type AnyModule, type Member } from "./module.ts";
export { ModuleBuffer, type ModuleBufferOptions } from "./moduleBuffer.ts";
export { Parameter, type ParameterOptions } from "./parameter.ts";
export { Sequential } from "./sequential.ts";
export type { LoadOptions, StateDict } from "./stateDict.ts";
export { summary, type Summary, type SummaryOptions, type SummaryRow } from "./summary.ts";
