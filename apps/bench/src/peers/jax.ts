import { readFileSync } from "node:fs";
import { defaultDevice, init, jit, lax, nn, numpy as np, random, vjp } from "@jax-js/jax";
import { floats } from "../floats.ts";
import { numbersOf, values, type Values } from "../workloads/values.ts";
import { droppingOf, epsilon, upstreamSeed, type BatchNormLayer, type ConvolutionLayer, type Layer, type Workload } from "../workloads/workload.ts"; // prettier-ignore
import { jaxTraining } from "./jaxTraining.ts";
import { checkedSteps, type Device, type Work } from "./peer.ts";

/** An array is used up by the function that it is given to; `ref` keeps it. */
type Apply = (x: np.Array, key: np.Array) => np.Array;

const perChannel = [0, 2, 3];

/** jax-js on its WebAssembly device, each forward pass compiled by `jit`. */
export async function startJax(): Promise<Device> {
  await init("wasm");
  defaultDevice("wasm");
  return {
    description: `jax-js ${version()}, wasm device under jit, 1 thread`,
    prepare: async (workload) => (workload.kind === "training" ? training() : operation(workload)),
  };
}

function operation(workload: Workload): Work {
  const input = array(workload.input);
  const apply = workload.kind === "gradient" ? withGradient(workload, input) : forwardOf(workload);
  const [isRandom, constant] = [droppingOf(workload) !== undefined, random.key(0)];
  let call = 0;
  const run = (): np.Array[] => apply(input.ref, isRandom ? random.key(++call) : constant.ref);
  const read = async (): Promise<Float32Array> => {
    const results = run();
    const data = floats(await results.pop()!.data());
    results.forEach((result) => result.dispose());
    return data;
  };
  return {
    async compute() {
      for (const result of run()) {
        await result.blockUntilReady();
        result.dispose();
      }
    },
    read,
    result: read,
    end: () => input.dispose(),
  };
}

function training(): Work {
  const step = jaxTraining(0.25);
  return {
    read: async () => floats(await step().data()),
    async result() {
      const exact = jaxTraining(0);
      const losses = new Float32Array(checkedSteps);
      for (const turn of losses.keys()) losses[turn] = floats(await exact().data())[0]!;
      return losses;
    },
    end: () => {},
  };
}

/** Gives one result. Batch norm's statistics are compiled apart: fused, each element would compute its quotient again. */
function forwardOf({ layers }: Workload): (x: np.Array, key: np.Array) => np.Array[] {
  const forward = chain(layers);
  const apart = layers.some((layer) => layer.kind === "batchNorm" && layer.training);
  const compiled = apart ? forward : jit(forward);
  return (x, key) => [compiled(x, key)];
}

/** Gives the result, and the gradient with respect to x. */
function withGradient({ layers }: Workload, input: np.Array): (x: np.Array, key: np.Array) => np.Array[] {
  const forward = chain(layers);
  const example = forward(input.ref, random.key(0));
  const upstream = array(values(example.shape, upstreamSeed));
  example.dispose();
  const compiled = jit((x: np.Array, key: np.Array, y: np.Array): np.Array[] => {
    const [result, back] = vjp((x: np.Array) => forward(x, key), [x]);
    const [gradient] = back(y);
    return [result, gradient];
  });
  return (x, key) => compiled(x, key, upstream.ref);
}

function chain(layers: readonly Layer[]): Apply {
  const functions = layers.map(functionOf);
  return (x, key) => functions.reduce((result, apply) => apply(result, key), x);
}

function functionOf(layer: Layer): Apply {
  switch (layer.kind) {
    case "relu":
      return (x) => nn.relu(x);
    case "sigmoid":
      return (x) => nn.sigmoid(x);
    case "tanh":
      return (x) => np.tanh(x);
    case "gelu":
      return (x) => nn.gelu(x, { approximate: false });
    case "softmax":
      return (x) => nn.softmax(x, -1);
    case "flatten":
      return (x) => x.reshape([x.shape[0]!, -1]);
    case "maxPool2d":
      return (x) => windows(layer.padding > 0 ? padded(x, layer.padding) : x, np.max, layer);
    case "avgPool2d":
      return (x) => windows(x, np.mean, layer);
    case "batchNorm":
      return layer.training ? trainingNormalization(layer) : normalization(layer);
    case "dropout":
      return (x, key) => {
        const kept = random.bernoulli(key.ref, 1 - layer.probability, x.shape);
        return np.where(kept, x.mul(1 / (1 - layer.probability)), 0);
      };
    case "matmul": {
      const factor = array(layer.factor);
      return (x) => np.matmul(x, factor.ref);
    }
    case "linear": {
      const [weight, bias] = [array(layer.weight), array(layer.bias)];
      return (x) => np.matmul(x, weight.ref.transpose()).add(bias.ref);
    }
    case "conv2d":
      return convolution(layer);
  }
}

function windows(x: np.Array, fold: (x: np.Array) => np.Array, pool: { kernelSize: number; stride: number }): np.Array {
  return lax.reduceWindow(x, fold, [1, 1, pool.kernelSize, pool.kernelSize], [1, 1, pool.stride, pool.stride]);
}

/** With −∞ around; `np.pad` has only zeros. */
function padded(x: np.Array, padding: number): np.Array {
  const width: [number, number][] = [[0, 0], [0, 0], [padding, padding], [padding, padding]]; // prettier-ignore
  const inside = np.pad(np.ones([1, 1, ...x.shape.slice(2)]), width);
  return np.where(np.greater(inside, 0), np.pad(x, width), -Infinity);
}

/** Factor and summand of each channel are made once. */
function normalization(layer: BatchNormLayer): Apply {
  const [weight, bias, mean, variance] = [layer.weight, layer.bias, layer.mean, layer.variance].map(channels);
  const factor = weight!.div(np.sqrt(variance!.add(epsilon)));
  const summand = bias!.sub(mean!.mul(factor.ref));
  return (x) => x.mul(factor.ref).add(summand.ref);
}

function trainingNormalization(layer: BatchNormLayer): Apply {
  const [weight, bias] = [channels(layer.weight), channels(layer.bias)];
  const statistics = jit((x: np.Array): np.Array[] => {
    const mean = np.mean(x.ref, perChannel, { keepdims: true });
    const variance = np.mean(np.square(x.sub(mean.ref)), perChannel, { keepdims: true });
    const factor = weight.ref.div(np.sqrt(variance.add(epsilon)));
    return [factor.ref, bias.ref.sub(mean.mul(factor))];
  });
  const apply = jit((x: np.Array, factor: np.Array, summand: np.Array) => x.mul(factor).add(summand));
  return (x) => {
    const [factor, summand] = statistics(x.ref);
    return apply(x, factor!, summand!);
  };
}

function convolution({ weight, bias, stride, padding, groups }: ConvolutionLayer): Apply {
  const kernel = array(weight);
  const summand = bias && channels(bias);
  const pads: [number, number][] = [[padding, padding], [padding, padding]]; // prettier-ignore
  return (x) => {
    const options = { featureGroupCount: groups };
    const result = lax.convGeneralDilated(x, kernel.ref, [stride, stride], pads, options);
    return summand ? result.add(summand.ref) : result;
  };
}

function channels(given: Values): np.Array {
  return array(given).reshape([1, -1, 1, 1]);
}

function array(given: Values): np.Array {
  return np.array(numbersOf(given), { shape: [...given.shape] });
}

/** It does not tell; its manifest does, which it does not export. */
function version(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.resolve("@jax-js/jax")), "utf8");
  return /"version": "([^"]+)"/.exec(manifest)?.[1] ?? "of an unknown version";
}
