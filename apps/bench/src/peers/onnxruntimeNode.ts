import { createRequire } from "node:module";
import { prepareOnnx, type OnnxRuntime } from "./onnxruntime.ts";
import { threadsText, type Device, type StartOptions } from "./peer.ts";

/** Its name is not imported, so that this compiles where the optional dependency was left out. */
type NativeRuntime = OnnxRuntime & { readonly env: { readonly versions: { readonly node: string } } };

/** ONNX Runtime as native code. It comes with its CPU provider; what its install script would fetch is for GPUs. */
export async function startOnnxRuntimeNode({ threads }: StartOptions): Promise<Device> {
  const ort = createRequire(import.meta.url)("onnxruntime-node") as NativeRuntime;
  return {
    description: `onnxruntime-node ${ort.env.versions.node}, native, ${threads === undefined ? "a thread for each core" : threadsText(threads)}`,
    prepare: (workload) => prepareOnnx(ort, workload, threads),
  };
}
