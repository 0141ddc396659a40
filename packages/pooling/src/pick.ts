import { equal, index, load, select } from "@nn/backend";
import { applySingle, type FormulaParts, type Operation } from "@nn/tensor";
import type { TensorType } from "@nn/backend";
import { candidatesOf, type Cover } from "./cover.ts";
import { withSpatial } from "./layout.ts";
import { atPlaces, ownPlaces, rowMajor, summed, unravel } from "./places.ts";

/** y[n,c,i] = x[n,c, positions[n,c,i]], row-major in x's plane of `planeSize`; 0 for a position outside of it. */
export function pickFormula(
  x: TensorType,
  positions: TensorType,
  firstAxis: number,
  planeSize: readonly number[],
): FormulaParts {
  const { shape } = positions;
  const position = load(
    1,
    positions,
    shape.map((_, axis) => index(axis)),
  );
  const coordinates = atPlaces(shape.length, firstAxis, unravel(position, planeSize));
  return { shape, outputs: [load(0, x, coordinates, 0)] };
}

/** Of each window, the element at its position in the plane: what maximum pooling gives once the winners are known. */
export const pickOperation: Operation<Cover> = {
  name: "pool pick",
  formula: ([x, positions], { firstAxis, inputSize }) => pickFormula(x!, positions!, firstAxis, inputSize),
  gradient: ({ inputs: [, positions], upstream: [upstream], options }) => [
    applySingle(placeOperation, [upstream!, positions!], options),
    undefined,
  ],
};

/** Its adjoint, without a scatter: dx[n,c,p] = Σ of dy over the windows that can cover p and have it as their position. */
export const placeOperation: Operation<Cover> = {
  name: "pool place",
  formula: ([upstream, positions], cover) => {
    const { dtype, shape } = upstream!;
    const { extents, places } = candidatesOf(cover);
    const coordinates = atPlaces(shape.length, cover.firstAxis, places);
    const here = rowMajor(ownPlaces(cover), cover.inputSize);
    const chosen = equal(load(1, positions!, coordinates, -1), here);
    const value = select(chosen, load(0, upstream!, coordinates, 0), 0);
    return summed(withSpatial(shape, cover.firstAxis, cover.inputSize), extents, dtype, value);
  },
  gradient: ({ inputs: [, positions], upstream: [upstream], options }) => [
    applySingle(pickOperation, [upstream!, positions!], options),
    undefined,
  ],
};
