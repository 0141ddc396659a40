import { add, constant, equal, folded, index, load, NNError, select, subtract } from "@nn/backend";
import { applySingle, formatShape, perAxis, sameShape, type Operation, type Tensor } from "@nn/tensor";
import { candidatesOf, coverFor, type Cover } from "./cover.ts";
import { checkLayout, spatialAxes, withSpatial, type Layout } from "./layout.ts";
import { requireNumbers } from "./maxPool.ts";
import { pickFormula } from "./pick.ts";
import { atPlaces, ownPlaces, rowMajor, unravel } from "./places.ts";
import { PoolModule } from "./poolModule.ts";

/** Options of max unpooling; one number for all spatial axes, or one for each. */
export interface MaxUnpoolOptions {
  /** The window of the pooling that is undone. */
  readonly kernelSize: number | readonly number[];
  /** The distance between its windows. Default: the size of the window. */
  readonly stride?: number | readonly number[];
  /** Its padding, at both ends. Default: 0. */
  readonly padding?: number | readonly number[];
  /**
   * The size of the result, which pooling does not tell exactly: several sizes have as many windows. Default:
   * (size − 1) · stride − 2 · padding + kernelSize. PyTorch takes one that differs by less than a stride; here it is free.
   */
  readonly outputSize?: readonly number[];
  /** Where the channels are. Default: "channels-first". */
  readonly layout?: Layout;
}

/** Max unpooling over `rank` spatial axes. */
export function maxUnpool(
  operation: string,
  rank: number,
  input: Tensor,
  indices: Tensor,
  options: MaxUnpoolOptions,
): Tensor {
  requireNumbers(operation, input);
  if (indices.dtype !== "int32") {
    throw new NNError("dtype", `${operation}: expected indices of type int32, got ${indices.dtype}; convert with cast`);
  }
  const { firstAxis, inputSize: pooled } = spatialAxes(operation, rank, input, options.layout);
  if (!sameShape(input.shape, indices.shape)) {
    const [expected, got] = [formatShape(input.shape), formatShape(indices.shape)];
    throw new NNError("shape", `${operation}: expected indices of the input's shape ${expected}, got ${got}`);
  }
  const { kernelSize, stride, padding, outputSize } = checkUnpool(operation, rank, options);
  const inferred = pooled.map((size, axis) => (size - 1) * stride[axis]! - 2 * padding[axis]! + kernelSize[axis]!);
  const size = outputSize ?? inferred;
  if (size.some((length) => length < 1)) {
    const got = `${formatShape(size)} from ${formatShape(pooled)}`;
    throw new NNError("shape", `${operation}: expected a result of sizes of at least 1, got ${got}`);
  }
  const cover = coverFor(indices, { firstAxis, inputSize: size, outputSize: pooled });
  const source = applySingle(unpoolSourceOperation, [indices], cover);
  return applySingle(maxUnpoolOperation, [input, source, indices], cover);
}

/** Max unpooling as a module. */
export abstract class MaxUnpool extends PoolModule<MaxUnpoolOptions, [input: Tensor, indices: Tensor]> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, options: MaxUnpoolOptions) {
    super(rank, options, checkUnpool);
  }

  override forward(input: Tensor, indices: Tensor): Tensor {
    return maxUnpool(`maxUnpool${this.rank}d`, this.rank, input, indices, this.options);
  }
}

/** For each place of the result, the last place of the input whose position it is; −1 where there is none. */
const unpoolSourceOperation: Operation<Cover> = {
  name: "maxUnpool source",
  formula: ([indices], cover) => {
    const { firstAxis, inputSize, outputSize } = cover;
    const { extents, places } = candidatesOf(cover);
    const { shape } = indices!;
    const here = rowMajor(ownPlaces(cover), inputSize);
    const position = load(0, indices!, atPlaces(shape.length, firstAxis, places), -1);
    const body = select(equal(position, here), add(rowMajor(places, outputSize), 1), constant(0, "int32"));
    return {
      shape: withSpatial(shape, firstAxis, inputSize),
      folds: [{ operator: "max", extents, dtype: "int32", body }],
      outputs: [subtract(folded(0, "int32"), 1)],
    };
  },
};

/** The token of max unpooling: its inputs are x, where each place of the result has its number from, and the positions. */
export const maxUnpoolOperation: Operation<Cover> = {
  name: "maxUnpool",
  formula: ([x, source], { firstAxis, outputSize }) => pickFormula(x!, source!, firstAxis, outputSize),
  gradient: ({ inputs: [, source, indices], upstream: [upstream], options }) => [
    applySingle(maxUnpoolGradientOperation, [upstream!, source!, indices!], options),
    undefined,
    undefined,
  ],
};

/** The gradient of max unpooling: that of the place where an element went, if it is this element that stayed there. */
const maxUnpoolGradientOperation: Operation<Cover> = {
  name: "maxUnpool gradient",
  formula: ([upstream, source, indices], cover) => {
    const { firstAxis, inputSize, outputSize } = cover;
    const { shape } = indices!;
    const position = load(
      2,
      indices!,
      shape.map((_, axis) => index(axis)),
    );
    const target = atPlaces(shape.length, firstAxis, unravel(position, inputSize));
    const own = rowMajor(ownPlaces(cover), outputSize);
    const stayed = equal(load(1, source!, target, -1), own);
    return { shape, outputs: [select(stayed, load(0, upstream!, target, 0), 0)] };
  },
  gradient: ({ inputs: [, source, indices], upstream: [upstream], options }) => [
    applySingle(maxUnpoolOperation, [upstream!, source!, indices!], options),
    undefined,
    undefined,
  ],
};

function checkUnpool(operation: string, rank: number, options: MaxUnpoolOptions) {
  checkLayout(operation, options.layout);
  const kernelSize = perAxis(operation, "kernelSize", options.kernelSize, rank, 1);
  const stride = perAxis(operation, "stride", options.stride ?? kernelSize, rank, 1);
  const padding = perAxis(operation, "padding", options.padding ?? 0, rank, 0);
  const given = options.outputSize;
  const outputSize = given && perAxis(operation, "outputSize", given, rank, 1);
  return { kernelSize, stride, padding, outputSize };
}
