import { NNError } from "../errors.ts";
import { roundTo } from "../evaluate.ts";
import type { Load } from "../expression.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Frame } from "./frame.ts";

/** The function that reads one element of an input: with its guard if the load has one, else checked. */
export function loader(
  load: Load,
  coordinates: readonly Evaluator[],
  shape: readonly number[],
  frame: Frame,
): Evaluator {
  const { input } = load;
  const offset = offsetEvaluator(coordinates, shape);
  if (load.outside === undefined) {
    return () => {
      const position = offset();
      if (position < 0) throw outOfShape(input, coordinates, shape);
      return frame.inputs[input]![position]!;
    };
  }
  const outside = roundTo(load.dtype, load.outside);
  return () => {
    const position = offset();
    return position < 0 ? outside : frame.inputs[input]![position]!;
  };
}

/** The row-major position that the coordinates mean, or -1 if one of them is outside. */
function offsetEvaluator(coordinates: readonly Evaluator[], shape: readonly number[]): Evaluator {
  return () => {
    let position = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      const coordinate = coordinates[axis]!();
      const size = shape[axis]!;
      if (coordinate < 0 || coordinate >= size) return -1;
      position = position * size + coordinate;
    }
    return position;
  };
}

function outOfShape(input: number, coordinates: readonly Evaluator[], shape: readonly number[]): NNError {
  const got = coordinates.map((coordinate) => coordinate()).join(", ");
  return new NNError(
    "formula",
    `load: expected coordinates within the shape [${shape.join(", ")}] of input ${input}, got [${got}]`,
  );
}
