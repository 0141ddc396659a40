import {
  add,
  and,
  constant,
  equal,
  floorDivide,
  folded,
  foldIndex,
  index,
  load,
  modulo,
  multiply,
  select,
  subtract,
  type Expression,
  type TensorType,
} from "@nn/backend";
import { applySingle, sum, type FormulaParts, type Operation, type Tensor } from "@nn/tensor";
import type { ConvolutionGeometry } from "./geometry.ts";

/*
 * The three forms of a convolution, for any number of spatial axes. With positions i of the output, u of the kernel and
 * p = i · stride − padding + u · dilation of the input, they are the three ways to fold
 *
 *     x[n, g, c, p] · weight[g, o, c, u] · y[n, g, o, i]
 *
 * onto one of its factors. Each one's gradients are the two others. The axis g is there where there are groups.
 */

/** y[n,g,o,i] = Σ_{c,u} x[n,g,c,p] · weight[g,o,c,u] + bias[g,o]. */
export const convolutionOperation: Operation<ConvolutionGeometry> = {
  name: "convolution",
  formula: ([x, weight, bias], geometry) => {
    const { group, channel, spatial } = axesOf(x!, geometry, 1);
    const taps = spatial.map((_, axis) => foldIndex(1 + axis));
    const inputs = load(0, x!, [index(0), ...group, foldIndex(0), ...positions(geometry, spatial, taps)], 0);
    const weights = load(1, weight!, [...group, channel, foldIndex(0), ...taps]);
    const outputs = weight!.shape[group.length]!;
    const shape = [...x!.shape.slice(0, 1 + group.length), outputs, ...geometry.outputSize];
    const parts = contraction(shape, [weight!.shape[group.length + 1]!, ...geometry.kernelSize], inputs, weights);
    return bias ? { ...parts, outputs: [add(parts.outputs[0]!, load(2, bias, [...group, channel]))] } : parts;
  },
  gradient: ({ inputs: [x, weight, bias], upstream: [upstream], options }) => [
    x!.requiresGradient ? applySingle(convolutionInputOperation, [upstream!, weight!], options) : undefined,
    weight!.requiresGradient ? applySingle(convolutionWeightOperation, [x!, upstream!], options) : undefined,
    ...(bias ? [bias.requiresGradient ? biasGradient(upstream!, bias) : undefined] : []),
  ],
};

/** The gradient of x: dx[n,g,c,p] = Σ_{o,u} y[n,g,o,i] · weight[g,o,c,u], where p and u name a whole i. */
export const convolutionInputOperation: Operation<ConvolutionGeometry> = {
  name: "convolution input gradient",
  formula: ([y, weight], geometry) => {
    const { group, channel, spatial } = axesOf(y!, geometry, 1);
    const taps = spatial.map((_, axis) => foldIndex(1 + axis));
    const { coordinates, exists } = outputPositions(geometry, spatial, taps);
    const upstream = load(0, y!, [index(0), ...group, foldIndex(0), ...coordinates], 0);
    const weights = load(1, weight!, [...group, foldIndex(0), channel, ...taps]);
    const inputs = weight!.shape[group.length + 1]!;
    const shape = [...y!.shape.slice(0, 1 + group.length), inputs, ...geometry.inputSize];
    const extents = [weight!.shape[group.length]!, ...geometry.kernelSize];
    return contraction(shape, extents, select(exists, upstream, 0), weights);
  },
  gradient: ({ inputs: [y, weight], upstream: [upstream], options }) => [
    y!.requiresGradient ? applySingle(convolutionOperation, [upstream!, weight!], options) : undefined,
    weight!.requiresGradient ? applySingle(convolutionWeightOperation, [upstream!, y!], options) : undefined,
  ],
};

/** The gradient of the weight: dweight[g,o,c,u] = Σ_{n,i} x[n,g,c,p] · y[n,g,o,i]. */
export const convolutionWeightOperation: Operation<ConvolutionGeometry> = {
  name: "convolution weight gradient",
  formula: ([x, y], geometry) => {
    const { group, channel, spatial } = axesOf(x!, geometry, 0);
    const [output, input] = [channel, index(group.length + 1)];
    const taps = spatial.map((_, axis) => index(group.length + 2 + axis));
    const places = spatial.map((_, axis) => foldIndex(1 + axis));
    const inputs = load(0, x!, [foldIndex(0), ...group, input, ...positions(geometry, places, taps)], 0);
    const upstream = load(1, y!, [foldIndex(0), ...group, output, ...places]);
    const [groups, channels] = [x!.shape.slice(1, 1 + group.length), 1 + group.length];
    const shape = [...groups, y!.shape[channels]!, x!.shape[channels]!, ...geometry.kernelSize];
    return contraction(shape, [x!.shape[0]!, ...geometry.outputSize], inputs, upstream);
  },
  gradient: ({ inputs: [x, y], upstream: [upstream], options }) => [
    x!.requiresGradient ? applySingle(convolutionInputOperation, [y!, upstream!], options) : undefined,
    y!.requiresGradient ? applySingle(convolutionOperation, [x!, upstream!], options) : undefined,
  ],
};

/** The result's index: its group, if `type` has a group axis, its channel and its spatial axes. */
function axesOf(
  type: TensorType,
  { inputSize }: ConvolutionGeometry,
  firstAxis: number,
): { group: Expression[]; channel: Expression; spatial: Expression[] } {
  const groups = type.shape.length - inputSize.length - 2;
  const group = groups === 1 ? [index(firstAxis)] : [];
  const channel = index(firstAxis + groups);
  return { group, channel, spatial: inputSize.map((_, axis) => index(firstAxis + groups + 1 + axis)) };
}

/** Where output position `places` meets the input at kernel position `taps`. */
function positions(
  { stride, padding, dilation }: ConvolutionGeometry,
  places: readonly Expression[],
  taps: readonly Expression[],
): Expression[] {
  return places.map((place, axis) =>
    add(subtract(multiply(place, stride[axis]!), padding[axis]!), multiply(taps[axis]!, dilation[axis]!)),
  );
}

/** The output position that meets input position `places` at kernel position `taps`, and whether it is a whole number. */
function outputPositions(
  { stride, padding, dilation }: ConvolutionGeometry,
  places: readonly Expression[],
  taps: readonly Expression[],
): { coordinates: Expression[]; exists: Expression } {
  const distances = places.map((place, axis) =>
    subtract(add(place, padding[axis]!), multiply(taps[axis]!, dilation[axis]!)),
  );
  return {
    coordinates: distances.map((distance, axis) => floorDivide(distance, stride[axis]!)),
    exists: distances
      .map((distance, axis) => equal(modulo(distance, stride[axis]!), 0))
      .reduce(and, constant(1, "bool")),
  };
}

function contraction(
  shape: readonly number[],
  extents: readonly number[],
  left: Expression,
  right: Expression,
): FormulaParts {
  const { dtype } = left;
  const body = multiply(left, right);
  return { shape, folds: [{ operator: "dot", extents, dtype, body }], outputs: [folded(0, dtype)] };
}

/** Σ upstream over the batch and all positions. */
function biasGradient(upstream: Tensor, bias: Tensor): Tensor {
  const axes = upstream.shape.map((_, axis) => axis).filter((axis) => axis === 0 || axis > bias.rank);
  return sum(upstream, { axes });
}
