import { relu } from "@nn/activations";
import type { Backend } from "@nn/backend";
import { webgl } from "@nn/backend-webgl";
import { batchNorm } from "@nn/batchnorm";
import { conv2d } from "@nn/convolution";
import { avgPool2d, maxPool2d } from "@nn/pooling";
import { evaluate, explain, matmul, mul, sigmoid, statistics, tensor, type Tensor } from "@nn/tensor";
import { floats } from "../../floats.ts";
import { repetitions, workloads, type WorkloadName } from "../workloads.ts";
import type { Contestant, Work } from "./contestant.ts";
import {
  activations,
  channelsFirst,
  channelsLast,
  channelStatistics,
  convolutionShape,
  convolutionWeight,
  epsilon,
  matrix,
  matrixSize,
  shape,
} from "./data.ts";
import { ourTraining } from "./ourTraining.ts";

type OperationName = Exclude<WorkloadName, "lenet">;
type Operation = (input: Tensor) => Tensor;

/** Pools take channels last here, as TensorFlow.js does: the four channels of a texel then have one window. */
const layout = "channels-last";
const pools: ReadonlySet<WorkloadName> = new Set<WorkloadName>(["maxPool2", "maxPool3", "avgPool2"]);

/** This project's layers, on `@nn/backend-webgl`, channels first but for pools. */
export async function ours(): Promise<Contestant> {
  const backend = await webgl();
  return {
    async first(name) {
      if (name === "lenet") await ourTraining(backend, 0.25)().item();
      else await operationOf(name, backend)(input(name, backend, 0)).data();
    },
    async prepare(name) {
      return name === "lenet" ? training(backend) : operation(name, backend);
    },
  };
}

async function operation(name: OperationName, backend: Backend): Promise<Work> {
  const apply = operationOf(name, backend);
  const isChained = workloads[name].repeats === "chained";
  // Uploads are dropped beyond a budget; results stay.
  const inputs = Array.from({ length: isChained ? 1 : repetitions }, (_, seed) => mul(input(name, backend, seed), 1));
  for (const made of inputs) await evaluate(made);
  const results: Tensor[] = [];
  const noted = (result: Tensor): Tensor => {
    results.push(result);
    return result;
  };
  const { kernels } = explain(apply(inputs[0]!));
  if (kernels.length !== 1) throw new Error(`${name}: expected one kernel, got ${kernels.length}`);
  return {
    call: async () => floats(await noted(apply(inputs[0]!)).data()),
    async repeat(count) {
      const { runs } = statistics(backend);
      let last = inputs[0]!;
      for (let turn = 0; turn < count; turn++) {
        last = noted(apply(isChained ? last : inputs[turn % inputs.length]!));
        await evaluate(last);
      }
      const data = floats(await last.data());
      const drawn = statistics(backend).runs - runs;
      if (drawn !== count) throw new Error(`${name}: expected ${count} runs, got ${drawn}`);
      return data;
    },
    release: () => results.splice(0).forEach((result) => result.dispose()),
    standard: (result) => (pools.has(name) ? channelsFirst(result, shape[0], shape[1]) : result),
    end: () => inputs.forEach((made) => made.dispose()),
  };
}

function training(backend: Backend): Work {
  const step = ourTraining(backend, 0.25);
  return {
    call: async () => floats(await step().data()),
    async repeat(count) {
      let loss = step();
      for (let turn = 1; turn < count; turn++) loss = step();
      return floats(await loss.data());
    },
    release: () => {},
    standard: (result) => result,
    async check() {
      const exact = ourTraining(backend, 0);
      const losses = new Float32Array(5);
      for (const turn of losses.keys()) losses[turn] = await exact().item();
      return losses;
    },
    end: () => {},
  };
}

function input(name: OperationName, backend: Backend, seed: number): Tensor {
  if (name === "matmul") return tensor(matrix(seed), { backend, shape: [matrixSize, matrixSize] });
  const [batch, channels, ...spatial] = shape;
  if (!pools.has(name)) return tensor(activations(seed), { backend, shape });
  return tensor(channelsLast(activations(seed), batch, channels), { backend, shape: [batch, ...spatial, channels] });
}

function operationOf(name: OperationName, backend: Backend): Operation {
  switch (name) {
    case "maxPool2":
      return (x) => maxPool2d(x, { kernelSize: 2, layout });
    case "maxPool3":
      return (x) => maxPool2d(x, { kernelSize: 3, stride: 2, padding: 1, layout });
    case "avgPool2":
      return (x) => avgPool2d(x, { kernelSize: 2, layout });
    case "relu":
      return relu;
    case "sigmoid":
      return sigmoid;
    case "batchNorm":
      return normalization(backend);
    case "bnReluPool": {
      const normalize = normalization(backend);
      return (x) => maxPool2d(relu(normalize(x)), { kernelSize: 2 });
    }
    case "matmul": {
      const factor = tensor(matrix(1), { backend, shape: [matrixSize, matrixSize] });
      return (x) => matmul(x, factor);
    }
    case "conv": {
      const weight = tensor(convolutionWeight(), { backend, shape: convolutionShape });
      return (x) => conv2d(x, weight, undefined, { padding: 1 });
    }
  }
}

function normalization(backend: Backend): Operation {
  const { mean, variance, weight, bias } = channelStatistics();
  const channel = (values: Float32Array): Tensor => tensor(values, { backend });
  const [m, v] = [channel(mean), channel(variance)];
  const options = { weight: channel(weight), bias: channel(bias), epsilon };
  return (x) => batchNorm(x, m, v, options);
}
