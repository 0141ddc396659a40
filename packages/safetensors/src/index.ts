export type { FileDType } from "./fileDType.ts";
export { load, type LoadOptions } from "./load.ts";
export { open } from "./open.ts";
export type { TensorEntry } from "./parseHeader.ts";
export { SafetensorsFile, type ReadOptions } from "./safetensorsFile.ts";
export { save, type SaveOptions } from "./save.ts";
export type { ByteSource, Source } from "./source.ts";
