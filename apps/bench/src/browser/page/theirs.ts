import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-backend-webgl";
import { asImage } from "../../asImage.ts";
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
  weightChannelsLast,
} from "./data.ts";
import { theirTraining } from "./theirTraining.ts";

type OperationName = Exclude<WorkloadName, "lenet">;
type Operation = (input: tf.Tensor) => tf.Tensor;

const [batch, channels, height, width] = shape;

/** TensorFlow.js with its WebGL backend, channels last as it is by default. */
export async function theirs(): Promise<Contestant> {
  tf.enableProdMode();
  if (!(await tf.setBackend("webgl"))) throw new Error("TensorFlow.js has no WebGL here");
  await tf.ready();
  return {
    async first(name) {
      if (name === "lenet") await theirTraining(0.25)().data();
      else await operationOf(name)(input(name, 0)).data();
    },
    async prepare(name) {
      return name === "lenet" ? training() : operation(name);
    },
  };
}

async function operation(name: OperationName): Promise<Work> {
  const apply = operationOf(name);
  const isChained = workloads[name].repeats === "chained";
  // Results of an operation, as ours are and as a layer finds them: an upload would get the form that its reader wants.
  const computed = (seed: number): tf.Tensor => tf.tidy(() => tf.mul(input(name, seed), 1));
  const inputs = Array.from({ length: isChained ? 1 : repetitions }, (_, seed) => computed(seed));
  const results: tf.Tensor[] = [];
  return {
    async call() {
      const result = tf.tidy(() => apply(inputs[0]!));
      results.push(result);
      return floats(await result.data());
    },
    async repeat(count) {
      if (isChained) {
        const last = tf.tidy(() => {
          let turn = inputs[0]!;
          for (let number = 0; number < count; number++) turn = apply(turn);
          return turn;
        });
        results.push(last);
      } else {
        for (let number = 0; number < count; number++) {
          results.push(tf.tidy(() => apply(inputs[number % inputs.length]!)));
        }
      }
      return floats(await results.at(-1)!.data());
    },
    release: () => results.splice(0).forEach((result) => result.dispose()),
    standard: (result) => (name === "matmul" ? result : channelsFirst(result, batch, channels)),
    end: () => inputs.forEach((made) => made.dispose()),
  };
}

function training(): Work {
  const step = theirTraining(0.25);
  return {
    async call() {
      const loss = step();
      const value = floats(await loss.data());
      loss.dispose();
      return value;
    },
    async repeat(count) {
      let loss = step();
      for (let turn = 1; turn < count; turn++) {
        loss.dispose();
        loss = step();
      }
      const value = floats(await loss.data());
      loss.dispose();
      return value;
    },
    release: () => {},
    standard: (result) => result,
    async check() {
      const exact = theirTraining(0);
      const losses = new Float32Array(5);
      for (const turn of losses.keys()) {
        const loss = exact();
        losses[turn] = floats(await loss.data())[0]!;
        loss.dispose();
      }
      return losses;
    },
    end: () => {},
  };
}

function input(name: OperationName, seed: number): tf.Tensor {
  return name === "matmul"
    ? tf.tensor2d(matrix(seed), [matrixSize, matrixSize])
    : tf.tensor4d(channelsLast(activations(seed), batch, channels), [batch, height, width, channels]);
}

function operationOf(name: OperationName): Operation {
  switch (name) {
    case "maxPool2":
      return (x) => tf.maxPool(asImage(x), 2, 2, 0);
    case "maxPool3":
      return (x) => tf.maxPool(asImage(x), 3, 2, 1, "floor");
    case "avgPool2":
      return (x) => tf.avgPool(asImage(x), 2, 2, 0);
    case "relu":
      return (x) => tf.relu(x);
    case "sigmoid":
      return (x) => tf.sigmoid(x);
    case "batchNorm":
      return normalization();
    case "bnReluPool": {
      const normalize = normalization();
      return (x) => tf.maxPool(asImage(tf.relu(normalize(x))), 2, 2, 0);
    }
    case "matmul": {
      const factor = tf.tensor2d(matrix(1), [matrixSize, matrixSize]);
      return (x) => tf.matMul(x, factor);
    }
    case "conv": {
      const [outputs, inputs, rows, columns] = convolutionShape;
      const values = weightChannelsLast(convolutionWeight(), outputs, inputs);
      const weight = tf.tensor4d(values, [rows, columns, inputs, outputs]);
      return (x) => tf.conv2d(asImage(x), weight, 1, 1);
    }
  }
}

function normalization(): Operation {
  const { mean, variance, weight, bias } = channelStatistics();
  const [m, v, scale, offset] = [mean, variance, weight, bias].map((values) => tf.tensor1d(values));
  return (x) => tf.batchNorm(x, m!, v!, offset, scale, epsilon);
}
