import type { InferenceSession, Tensor, TensorConstructor } from "onnxruntime-web";
import { numbersOf } from "../workloads/values.ts";
import type { Workload } from "../workloads/workload.ts";
import { graphOf } from "./onnxGraph.ts";
import { encodeModel } from "./onnxModel.ts";
import { Unsupported, type Work } from "./peer.ts";

/** What ONNX Runtime in WebAssembly and the native one have in common. */
export interface OnnxRuntime {
  readonly InferenceSession: { create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> };
  readonly Tensor: TensorConstructor;
} // prettier-ignore

/** Runs forward passes; it computes no gradients. */
export async function prepareOnnx(ort: OnnxRuntime, workload: Workload, threads: number): Promise<Work> {
  if (workload.kind !== "forward") throw new Unsupported("it has no gradients");
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: threads,
    // Else a model without inputs is computed once, when it is loaded.
    extra: { optimization: { disable_specified_optimizers: "ConstantFolding" } },
  };
  const create = (feed: "given" | "constant"): Promise<InferenceSession> =>
    ort.InferenceSession.create(encodeModel(graphOf(workload, feed)), options);
  const given = await create("given");
  const constant = workload.modes.includes("compute") ? await create("constant") : undefined;
  const x = new ort.Tensor("float32", numbersOf(workload.input), workload.input.shape);
  const read = async (): Promise<Float32Array> => floats(await given.run({ x }));
  return {
    ...(constant && {
      async compute() {
        await constant.run({});
      },
    }),
    read,
    result: read,
    async end() {
      await given.release();
      await constant?.release();
    },
  };
}

function floats(results: InferenceSession.ReturnType): Float32Array {
  const [result]: (Tensor | undefined)[] = Object.values(results).filter((value) => value !== null);
  if (result?.data instanceof Float32Array) return result.data;
  throw new Error("expected float32 results");
}
