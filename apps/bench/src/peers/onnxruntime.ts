import type { InferenceSession, Tensor, TensorConstructor } from "onnxruntime-web";
import { numbersOf } from "../workloads/values.ts";
import { droppingOf, type Workload } from "../workloads/workload.ts";
import { graphOf, type Feed } from "./onnxGraph.ts";
import { encodeModel } from "./onnxModel.ts";
import { Unsupported, type Work } from "./peer.ts";

/** What ONNX Runtime in WebAssembly and the native one have in common. */
export interface OnnxRuntime {
  readonly InferenceSession: { create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> };
  readonly Tensor: TensorConstructor;
} // prettier-ignore

/** Runs forward passes; it computes no gradients. */
export async function prepareOnnx(ort: OnnxRuntime, workload: Workload, threads?: number): Promise<Work> {
  if (workload.kind !== "forward") throw new Unsupported("it has no gradients");
  // Else it warns that inputs have defaults.
  const options = { ...(threads !== undefined && { intraOpNumThreads: threads }), logSeverityLevel: 3 } as const;
  const create = (feed: Feed): Promise<InferenceSession> =>
    ort.InferenceSession.create(encodeModel(graphOf(workload, feed)), options);
  const given = await create("given");
  const kept = workload.modes.includes("compute") ? await create("kept") : undefined;
  const x = new ort.Tensor("float32", numbersOf(workload.input), workload.input.shape);
  const read = async (): Promise<Float32Array> => floats(await given.run({ x }));
  return {
    ...(kept && {
      async compute() {
        await kept.run({});
      },
    }),
    read,
    async result() {
      const data = await read();
      const first = kept && floats(await kept.run({}))[0];
      if (first !== undefined && first !== data[0] && !droppingOf(workload)) throw new Error("its two models differ");
      return data;
    },
    async end() {
      await given.release();
      await kept?.release();
    },
  };
}

function floats(results: InferenceSession.ReturnType): Float32Array {
  const [result]: (Tensor | undefined)[] = Object.values(results).filter((value) => value !== null);
  if (result?.data instanceof Float32Array) return result.data;
  throw new Error("expected float32 results");
}
