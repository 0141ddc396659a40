export { FunctionBuilder, type FunctionReference, type Label, type Local, type ValueType } from "./functionBuilder.ts";
export { listing } from "./listing.ts";
export { ModuleBuilder, type Parameters } from "./moduleBuilder.ts";
export type { LaneMemoryOperator, LaneOperator, MemoryOperator, PlainOperator } from "./operators.ts";
export { hasRelaxedSimd } from "./relaxedSimd.ts";
export { Segment } from "./segment.ts";
