import { prepareOnnx } from "./onnxruntime.ts";
import type { Device, StartOptions } from "./peer.ts";

/** ONNX Runtime in WebAssembly. */
export async function startOnnxRuntimeWeb({ threads }: StartOptions): Promise<Device> {
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = threads;
  return {
    description: `onnxruntime-web ${ort.env.versions.web}, ${threads} thread${threads > 1 ? "s" : ""}`,
    prepare: (workload) => prepareOnnx(ort, workload, threads),
  };
}
