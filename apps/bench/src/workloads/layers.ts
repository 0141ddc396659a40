import { values } from "./values.ts";
import type { BatchNormLayer, ConvolutionLayer, Layer, LinearLayer } from "./workload.ts";

/** A pool with square windows. */
export function pool(kind: "maxPool2d" | "avgPool2d", kernelSize: number, stride = kernelSize, padding = 0): Layer {
  return { kind, kernelSize, stride, padding };
}

export function batchNorm(channels: number, training = false): BatchNormLayer {
  return {
    kind: "batchNorm",
    training,
    weight: values([channels], 103, 0.2, 1),
    bias: values([channels], 104, 0.1),
    mean: values([channels], 101, 0.1),
    variance: values([channels], 102, 0.5, 1),
  };
}

/** A convolution whose results are about as large as its inputs. */
export function convolution(
  [outputs, inputs, kernelSize]: readonly [number, number, number],
  options: { readonly stride?: number; readonly padding: number; readonly groups?: number; readonly bias?: boolean },
): ConvolutionLayer {
  const { stride = 1, padding, groups = 1, bias = false } = options;
  const fanIn = (inputs / groups) * kernelSize ** 2;
  return {
    kind: "conv2d",
    weight: values([outputs, inputs / groups, kernelSize, kernelSize], 105, Math.sqrt(3 / fanIn)),
    ...(bias && { bias: values([outputs], 106, 0.1) }),
    stride,
    padding,
    groups,
  };
}

/** Behind a flattened image of so many channels. */
export function linear(outputs: number, inputs: number, channels: number): LinearLayer {
  const [weight, bias] = [values([outputs, inputs], 107, Math.sqrt(3 / inputs)), values([outputs], 108, 0.1)];
  return { kind: "linear", weight, bias, channels };
}
