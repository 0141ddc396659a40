import { gelu, relu, silu } from "@nn/activations";
import type { Backend } from "@nn/backend";
import type { Random } from "@nn/backend-conformance";
import { batchNormTraining } from "@nn/batchnorm";
import { conv2d } from "@nn/convolution";
import { dropout } from "@nn/dropout";
import { layerNorm } from "@nn/normalization";
import { avgPool2d, maxPool2d } from "@nn/pooling";
import * as nn from "@nn/tensor";
import type { Tensor } from "@nn/tensor";

/** How much work a network may make: elements of its largest tensor, and multiplications of a convolution. */
export interface Size {
  readonly elements: number;
  readonly products: number;
}

/** What was read of a network. */
export interface NetworkResults {
  readonly outputs: readonly Float32Array[];
  /** With respect to its inputs and parameters, if there are any. */
  readonly gradients: readonly Float32Array[];
  /** How large the gradient of the loss with respect to the network's result is, about. */
  readonly gradientScale: number;
}

/**
 * A network at random, run once on `backend`: layers over images, of which a result in the middle may be read, and
 * gradients of all inputs. The same random numbers make the same network, whatever the backend is.
 */
export async function runRandomNetwork(random: Random, backend: Backend, size: Size): Promise<NetworkResults> {
  const context: Context = { random, backend, size, leaves: [], withGradient: random.chance(0.5) };
  const outputs: Tensor[] = [];
  let x = variable(context, imageShape(random, size));
  const depth = random.integer(1, 6);
  for (let layer = 0; layer < depth; layer++) {
    // Where values are rounded, two backends may choose different maxima, and gradients would differ by more than rounding.
    const layers = context.withGradient && layer > 0 ? smoothLayers : [...smoothLayers, ...bentLayers];
    const next = random.pick(layers)(x, context);
    if (random.chance(0.2)) outputs.push(nn.mul(x, 1));
    x = next;
  }
  outputs.push(x);
  const gradients = context.withGradient ? nn.grad(nn.mean(nn.mul(x, nn.sigmoid(x))), context.leaves) : [];
  if (random.chance(0.3)) await nn.evaluate(random.pick([...outputs, ...gradients]));
  const gradientScale = 1 / nn.sizeOf(x.shape);
  const results = { outputs: await read(outputs), gradients: await read(gradients), gradientScale };
  [...outputs, ...gradients, ...context.leaves].forEach((tensor) => tensor.dispose());
  return results;
}

interface Context {
  readonly random: Random;
  readonly backend: Backend;
  readonly size: Size;
  readonly withGradient: boolean;
  /** All inputs and parameters. */
  readonly leaves: Tensor[];
}

/** Large: where a variance is next to nothing, rounding would be divided by it. */
const epsilon = 0.1;

type Layer = (x: Tensor, context: Context) => Tensor;

const smoothLayers: readonly Layer[] = [
  (x) => nn.sigmoid(x),
  (x) => nn.tanh(x),
  (x) => gelu(x),
  (x) => silu(x),
  (x) => nn.exp(nn.mul(nn.tanh(x), 0.5)),
  (x, { random }) => nn.softmax(x, { axis: random.integer(1, 3) }),
  convolution,
  convolution,
  normalization,
  normalization,
  (x) => layerNorm(x, x.shape.slice(2), { epsilon }),
  (x, { random }) => dropout(x, { probability: random.pick([0.1, 0.5]), generator: nn.generator(random.integer(1, 1000)) }),
  pooling(avgPool2d),
  (x) => nn.sub(x, nn.mean(x, { axes: [2, 3], keepDims: true })),
  (x, context) => nn.add(x, variable(context, [x.shape[1]!, 1, 1])),
  (x) => nn.permute(x, [0, 1, 3, 2]),
  (x, { random }) => nn.flip(x, [random.integer(0, 3)]),
  (x, { size }) => (nn.sizeOf(x.shape) * 2 > size.elements ? x : nn.concat([x, nn.neg(x)], 1)),
  (x) => nn.slice(x, [{}, {}, { start: 0, end: Math.ceil(x.shape[2]! / 2) }]),
  product,
]; // prettier-ignore

const bentLayers: readonly Layer[] = [
  (x) => relu(x),
  (x) => nn.abs(x),
  (x) => nn.minimum(x, 0.5),
  pooling(maxPool2d),
  pooling(maxPool2d),
];

function convolution(x: Tensor, context: Context): Tensor {
  const { random, size } = context;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const kernelSize = random.pick([1, 3, 3, 5].filter((side) => side <= Math.min(height, width)));
  const groups = random.chance(0.2) ? channels : 1;
  const most = Math.floor(size.products / (batch * height * width * (channels / groups) * kernelSize ** 2));
  const outputs = groups * Math.max(1, Math.min(Math.floor(32 / groups), Math.floor(most / groups)));
  const inputs = (channels / groups) * kernelSize ** 2;
  const weight = variable(context, [outputs, channels / groups, kernelSize, kernelSize], 1 / Math.sqrt(inputs));
  const bias = random.chance(0.5) ? variable(context, [outputs]) : undefined;
  const [stride, padding] = [random.pick([1, 1, 1, 2]), random.integer(0, Math.floor(kernelSize / 2))];
  return conv2d(x, weight, bias, { stride, padding, groups });
}

function normalization(x: Tensor, context: Context): Tensor {
  const channels = x.shape[1]!;
  const [weight, bias] = [variable(context, [channels]), variable(context, [channels])];
  return batchNormTraining(x, { weight, bias, epsilon }).output;
}

function pooling(pool: (x: Tensor, options: { kernelSize: number; stride: number }) => Tensor): Layer {
  return (x, { random }) => {
    const kernelSize = Math.min(random.integer(2, 3), x.shape[2]!, x.shape[3]!);
    return pool(x, { kernelSize, stride: random.integer(1, kernelSize) });
  };
}

/** The rows of each image times a matrix. */
function product(x: Tensor, context: Context): Tensor {
  const { random, size } = context;
  const width = x.shape[3]!;
  const most = Math.floor(Math.min(size.products / nn.sizeOf(x.shape), (size.elements * width) / nn.sizeOf(x.shape)));
  const outputs = Math.max(1, Math.min(most, random.integer(1, 40)));
  return nn.matmul(x, variable(context, [width, outputs], 1 / Math.sqrt(width)));
}

function imageShape(random: Random, { elements }: Size): number[] {
  const [batch, channels] = [random.integer(1, 8), random.integer(1, 20)];
  const most = Math.max(3, Math.floor(Math.sqrt(elements / (batch * channels))));
  return [batch, channels, random.integer(3, Math.min(most, 80)), random.integer(3, Math.min(most, 80))];
}

/** Numbers between -limit and limit. */
function variable({ random, backend, leaves, withGradient }: Context, shape: readonly number[], limit = 1): Tensor {
  const numbers = Float32Array.from({ length: nn.sizeOf(shape) }, () => (random.next() * 2 - 1) * limit);
  const leaf = new nn.Variable(nn.tensor(numbers, { backend, shape }), withGradient);
  leaves.push(leaf);
  return leaf;
}

async function read(tensors: readonly Tensor[]): Promise<Float32Array[]> {
  const results: Float32Array[] = [];
  for (const tensor of tensors) {
    const data = await tensor.data();
    if (!(data instanceof Float32Array)) throw new Error("expected float32 results");
    results.push(data);
  }
  return results;
}
