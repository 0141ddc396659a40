import { prepareOnnx } from "./onnxruntime.ts";
import type { Device, StartOptions } from "./peer.ts";

/** ONNX Runtime as native code. It comes with its CPU provider; what its install script would fetch is for GPUs. */
export async function startOnnxRuntimeNode({ threads }: StartOptions): Promise<Device> {
  const ort = await import("onnxruntime-node");
  return {
    description: `onnxruntime-node ${ort.env.versions.node}, native, ${threads} thread${threads > 1 ? "s" : ""}`,
    prepare: (workload) => prepareOnnx(ort, workload, threads),
  };
}
