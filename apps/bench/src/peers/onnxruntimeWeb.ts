import os from "node:os";
import { prepareOnnx } from "./onnxruntime.ts";
import { threadsText, type Device, type StartOptions } from "./peer.ts";

/** ONNX Runtime in WebAssembly. It takes half of the processors by itself, four at most. */
export async function startOnnxRuntimeWeb({ threads }: StartOptions): Promise<Device> {
  const ort = await import("onnxruntime-web");
  const count = threads ?? Math.min(4, Math.ceil(os.cpus().length / 2));
  ort.env.wasm.numThreads = count;
  return {
    description: `onnxruntime-web ${ort.env.versions.web}, ${threadsText(count)}`,
    prepare: (workload) => prepareOnnx(ort, workload, count),
  };
}
