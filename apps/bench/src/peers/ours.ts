import { gelu, relu } from "@nn/activations";
import type { Backend } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import { batchNorm, batchNormTraining } from "@nn/batchnorm";
import { conv2d } from "@nn/convolution";
import { dropout } from "@nn/dropout";
import { linear } from "@nn/linear";
import { avgPool2d, maxPool2d } from "@nn/pooling";
import * as nn from "@nn/tensor";
import type { Tensor } from "@nn/tensor";
import { floats } from "../floats.ts";
import { ourTraining } from "../browser/page/ourTraining.ts";
import { numbersOf, values, type Values } from "../workloads/values.ts";
import { epsilon, upstreamSeed, type BatchNormLayer, type Layer, type Workload } from "../workloads/workload.ts";
import { checkedSteps, threadsText, type Device, type StartOptions, type Work } from "./peer.ts";

type Apply = (x: Tensor) => Tensor;

/** This project's layers on `@nn/backend-cpu`. */
export async function startOurs({ threads }: StartOptions): Promise<Device> {
  const backend = await cpu(threads === undefined ? {} : { threads });
  return {
    description: `@nn/backend-cpu, ${threadsText(backend.threads)}, ${backend.relaxedSimd ? "relaxed SIMD" : "no relaxed SIMD"}`,
    prepare: async (workload) => (workload.kind === "training" ? training(backend) : operation(workload, backend)),
  };
}

async function operation(workload: Workload, backend: Backend): Promise<Work> {
  const functions = workload.layers.map((layer) => functionOf(layer, backend));
  const forward: Apply = (x) => functions.reduce((result, apply) => apply(result), x);
  const hasGradient = workload.kind === "gradient";
  const input = onDevice(workload.input, backend, hasGradient);
  const upstream = hasGradient ? onDevice(values(forward(input).shape, upstreamSeed), backend) : undefined;
  /** Of a gradient, both results: the forward pass is not left out. */
  const apply = (): Tensor[] => {
    const result = forward(input);
    return upstream ? [result, nn.grad(result, [input], upstream)[0]!] : [result];
  };
  const read = async (): Promise<Float32Array> => {
    const results = apply();
    if (results.length > 1) await nn.evaluate(...results);
    const data = floats(await results.at(-1)!.data());
    results.forEach((result) => result.dispose());
    return data;
  };
  return {
    async compute() {
      const results = apply();
      await nn.evaluate(...results);
      results.forEach((result) => result.dispose());
    },
    read,
    result: read,
    end: () => [input, upstream].forEach((tensor) => tensor?.dispose()),
  };
}

function training(backend: Backend): Work {
  const step = ourTraining(backend, 0.25);
  return {
    read: async () => floats(await step().data()),
    async result() {
      const exact = ourTraining(backend, 0);
      const losses = new Float32Array(checkedSteps);
      for (const turn of losses.keys()) losses[turn] = await exact().item();
      return losses;
    },
    end: () => {},
  };
}

function functionOf(layer: Layer, backend: Backend): Apply {
  switch (layer.kind) {
    case "relu":
      return relu;
    case "sigmoid":
      return nn.sigmoid;
    case "tanh":
      return nn.tanh;
    case "gelu":
      return (x) => gelu(x);
    case "softmax":
      return (x) => nn.softmax(x);
    case "flatten":
      return (x) => nn.flatten(x, 1);
    case "maxPool2d":
      return (x) => maxPool2d(x, layer);
    case "avgPool2d":
      return (x) => avgPool2d(x, layer);
    case "batchNorm":
      return normalization(layer, backend);
    case "dropout": {
      const random = nn.generator(1);
      return (x) => dropout(x, { probability: layer.probability, generator: random });
    }
    case "matmul": {
      const factor = onDevice(layer.factor, backend);
      return (x) => nn.matmul(x, factor);
    }
    case "linear": {
      const [weight, bias] = [onDevice(layer.weight, backend), onDevice(layer.bias, backend)];
      return (x) => linear(x, weight, bias);
    }
    case "conv2d": {
      const [weight, bias] = [onDevice(layer.weight, backend), layer.bias && onDevice(layer.bias, backend)];
      const { stride, padding, groups } = layer;
      return (x) => conv2d(x, weight, bias, { stride, padding, groups });
    }
  }
}

function normalization(layer: BatchNormLayer, backend: Backend): Apply {
  const options = { weight: onDevice(layer.weight, backend), bias: onDevice(layer.bias, backend), epsilon };
  if (layer.training) return (x) => batchNormTraining(x, options).output;
  const [mean, variance] = [onDevice(layer.mean, backend), onDevice(layer.variance, backend)];
  return (x) => batchNorm(x, mean, variance, options);
}

/** A variable's numbers stay on the device. */
function onDevice(numbers: Values, backend: Backend, requiresGradient = false): Tensor {
  return new nn.Variable(nn.tensor(numbersOf(numbers), { backend, shape: numbers.shape }), requiresGradient);
}
