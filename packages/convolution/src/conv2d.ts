import { NNError } from "@nn/backend";
import { applySingle, floatOperands, formatShape, requireRank, reshape, sameShape, type Tensor } from "@nn/tensor";
import { convolutionOperation } from "./convolution.ts";
import { convolutionGeometry, type ConvolutionOptions } from "./geometry.ts";

/**
 * y[n,o,i,j] = Σ_{c,u,v} x[n, c, i·stride − padding + u·dilation, j·stride − padding + v·dilation] · weight[o,c,u,v]
 * + bias[o], where x is 0 outside its shape: the cross-correlation that is called convolution.
 *
 * @param input of shape [batch, channels, height, width]
 * @param weight of shape [outputs, channels / groups, kernel height, kernel width]
 * @param bias of shape [outputs]
 * @throws NNError `shape` unless the shapes fit one another and the kernel fits into the padded input
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless all are floats of one type
 */
export function conv2d(input: Tensor, weight: Tensor, bias?: Tensor, options: ConvolutionOptions = {}): Tensor {
  const { groups = 1 } = options;
  requireRank("conv2d", input, ["batch", "channels", "height", "width"]);
  floatOperands("conv2d", bias ? [input, weight, bias] : [input, weight]);
  checkWeight(input, weight, groups);
  const [outputs, , ...kernelSize] = weight.shape;
  if (bias && !sameShape(bias.shape, [outputs!])) {
    throw new NNError("shape", `conv2d: expected bias of shape [${outputs}], got ${formatShape(bias.shape)}`);
  }
  const geometry = convolutionGeometry("conv2d", input.shape.slice(2), kernelSize, options);
  const tensors = [split(input, 1, groups), split(weight, 0, groups), ...(bias ? [split(bias, 0, groups)] : [])];
  const result = applySingle(convolutionOperation, tensors, geometry);
  return reshape(result, [input.shape[0]!, outputs!, ...geometry.outputSize]);
}

function checkWeight(input: Tensor, weight: Tensor, groups: number): void {
  const channels = input.shape[1]!;
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new NNError("option", `conv2d: expected groups to divide the ${channels} input channels, got ${groups}`);
  }
  const [outputs, perGroup, ...kernelSize] = weight.shape;
  const fits = weight.rank === 4 && perGroup === channels / groups && kernelSize.every((size) => size > 0);
  if (!fits) {
    const expected = `[outputs, ${channels / groups}, kernel height, kernel width]`;
    const situation = `input ${formatShape(input.shape)} and groups ${groups}`;
    const got = formatShape(weight.shape);
    throw new NNError("shape", `conv2d: expected weight of shape ${expected} for ${situation}, got ${got}`);
  }
  if (outputs! % groups !== 0) {
    throw new NNError("option", `conv2d: expected groups to divide the ${outputs} output channels, got ${groups}`);
  }
}

/** The tensor with an axis for groups before `axis`, if there are several. */
function split(tensor: Tensor, axis: number, groups: number): Tensor {
  if (groups === 1) return tensor;
  const { shape } = tensor;
  return reshape(tensor, [...shape.slice(0, axis), groups, shape[axis]! / groups, ...shape.slice(axis + 1)]);
}
