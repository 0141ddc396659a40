import * as tf from "@tensorflow/tfjs-core";
// Of its parts, this one registers the gradients in Node.
import "@tensorflow/tfjs-layers";
import { asImage } from "../asImage.ts";
import { floats } from "../floats.ts";
import { channelsFirst, channelsLast, weightChannelsLast } from "../browser/page/data.ts";
import { theirTraining } from "../browser/page/theirTraining.ts";
import { numbersOf, sizeOf, values, type Values } from "../workloads/values.ts";
import { epsilon, upstreamSeed, type BatchNormLayer, type ConvolutionLayer, type Layer, type LinearLayer, type Workload } from "../workloads/workload.ts"; // prettier-ignore
import { checkedSteps, type Device, type StartOptions, type Work } from "./peer.ts";
import { withThreads } from "./tensorflowThreads.ts";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** TensorFlow.js. Images are channels last, the only order that its pools have. */
export async function startTensorFlow(backend: "cpu" | "wasm", { threads }: StartOptions): Promise<Device> {
  const count = backend === "wasm" ? await startWasm(threads) : await startPlain();
  return {
    description: `TensorFlow.js ${tf.version_core}, ${backend} backend, channels last, ${count} thread${count > 1 ? "s, which Node does not give it" : ""}`,
    prepare: async (workload) => (workload.kind === "training" ? training() : operation(workload)),
  };
}

/** @returns how many threads there are */
async function startWasm(threads = 1): Promise<number> {
  const { getThreadsCount, setThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
  if (threads === 1) {
    await use("wasm");
    return 1;
  }
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", true);
  setThreadsCount(threads);
  await withThreads(threads, () => use("wasm"));
  return getThreadsCount();
}

async function startPlain(): Promise<number> {
  await import("@tensorflow/tfjs-backend-cpu");
  await use("cpu");
  return 1;
}

async function use(backend: string): Promise<void> {
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) throw new Error(`there is no ${backend} backend`);
  await tf.ready();
}

function operation(workload: Workload): Work {
  const functions = workload.layers.map(functionOf);
  const forward: Apply = (x) => functions.reduce((result, apply) => apply(result), x);
  const input = image(workload.input);
  const upstream = workload.kind === "gradient" ? upstreamOf(forward, input) : undefined;
  const derived = tf.grad(forward);
  const apply = (): tf.Tensor => tf.tidy(() => (upstream ? derived(input, upstream) : forward(input)));
  const read = (): Promise<Float32Array> => {
    const result = apply();
    const data = result.dataSync();
    result.dispose();
    return Promise.resolve(floats(data));
  };
  return {
    compute: () => apply().dispose(),
    read,
    async result() {
      const result = apply();
      const data = floats(result.dataSync());
      const { shape } = result;
      result.dispose();
      return shape.length === 4 ? channelsFirst(data, shape[0], shape[3]) : data;
    },
    end: () => tf.disposeVariables(),
  };
}

function training(): Work {
  const step = theirTraining(0.25);
  const lossOf = (next: () => tf.Scalar): Float32Array => {
    const loss = next();
    const value = floats(loss.dataSync());
    loss.dispose();
    return value;
  };
  return {
    read: () => Promise.resolve(lossOf(step)),
    async result() {
      const exact = theirTraining(0);
      return Float32Array.from({ length: checkedSteps }, () => lossOf(exact)[0]!);
    },
    end: () => tf.disposeVariables(),
  };
}

function functionOf(layer: Layer): Apply {
  switch (layer.kind) {
    case "relu":
      return tf.relu;
    case "sigmoid":
      return tf.sigmoid;
    case "tanh":
      return tf.tanh;
    case "gelu":
      return (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
    case "softmax":
      return (x) => tf.softmax(x);
    case "flatten":
      return (x) => tf.reshape(x, [x.shape[0], -1]);
    case "maxPool2d":
      return (x) => tf.maxPool(asImage(x), layer.kernelSize, layer.stride, layer.padding, "floor");
    case "avgPool2d":
      return (x) => tf.avgPool(asImage(x), layer.kernelSize, layer.stride, layer.padding, "floor");
    case "batchNorm":
      return normalization(layer);
    case "dropout":
      return (x) => tf.dropout(x, layer.probability);
    case "matmul": {
      const factor = variable(numbersOf(layer.factor), layer.factor.shape);
      return (x) => tf.matMul(x, factor);
    }
    case "linear":
      return dense(layer);
    case "conv2d":
      return convolution(layer);
  }
}

function normalization(layer: BatchNormLayer): Apply {
  const [weight, bias, mean, variance] = [layer.weight, layer.bias, layer.mean, layer.variance].map((numbers) =>
    tf.variable(tf.tensor1d(numbersOf(numbers))),
  );
  if (!layer.training) return (x) => tf.batchNorm(x, mean!, variance!, bias, weight, epsilon);
  return (x) => {
    const axes = x.shape.map((_, axis) => axis).slice(0, -1);
    const batch = tf.moments(x, axes);
    return tf.batchNorm(x, vector(batch.mean), vector(batch.variance), bias, weight, epsilon);
  };
}

/** Behind a flattened image, whose channels are last: the weights' columns are exchanged accordingly. */
function dense(layer: LinearLayer): Apply {
  const [outputs, inputs] = layer.weight.shape;
  const weight = channelsLast(numbersOf(layer.weight), outputs!, layer.channels);
  const factor = variable(weightChannelsLast(weight, outputs!, inputs!), [inputs!, outputs!]);
  const bias = variable(numbersOf(layer.bias), layer.bias.shape);
  return (x) => tf.add(tf.matMul(x, factor), bias);
}

function convolution({ weight, bias, stride, padding, groups }: ConvolutionLayer): Apply {
  const [outputs, inputs, height, width] = weight.shape;
  const filter = weightChannelsLast(numbersOf(weight), outputs!, inputs!);
  const summand = bias && variable(numbersOf(bias), bias.shape);
  if (groups === 1) {
    const kernel = tf.variable(tf.tensor4d(filter, [height!, width!, inputs!, outputs!]));
    return (x) => {
      const result = tf.conv2d(asImage(x), kernel, stride, padding, "NHWC", 1, "floor");
      return summand ? tf.add(result, summand) : result;
    };
  }
  const kernel = tf.variable(tf.tensor4d(filter, [height!, width!, outputs!, 1]));
  return (x) => tf.depthwiseConv2d(asImage(x), kernel, stride, padding, "NHWC", 1, "floor");
}

function upstreamOf(forward: Apply, input: tf.Tensor): tf.Tensor {
  const result = tf.tidy(() => forward(input));
  const [batch, height, width, channels] = result.shape;
  result.dispose();
  return image(values([batch, channels!, height!, width!], upstreamSeed));
}

/** Of an image given channels first, the tensor with its channels last; anything else as it is. */
function image(given: Values): tf.Tensor {
  const [batch, channels, height, width] = given.shape;
  const numbers = numbersOf(given);
  if (given.shape.length !== 4) return variable(numbers, given.shape);
  return variable(channelsLast(numbers, batch!, channels!), [batch!, height!, width!, channels!]);
}

function variable(numbers: Float32Array, shape: readonly number[]): tf.Tensor {
  if (numbers.length !== sizeOf(shape)) throw new Error("expected as many numbers as the shape has");
  return tf.variable(tf.tensor(numbers, [...shape]));
}

function vector(x: tf.Tensor): tf.Tensor1D {
  return tf.reshape<tf.Rank.R1>(x, [-1]);
}
