import { isFloat, type DType } from "@nn/backend";
import { formatShape } from "@nn/tensor";
import { check, type Check, type CheckContext, type Direction } from "../check.ts";
import { expectNumbers, expectThat, scaleOf } from "../expect.ts";
import { boundOfOperation, type Tolerance } from "../tolerance.ts";
import { runCase } from "./differentiate.ts";
import type { OperationCase } from "./operation.ts";

/** Forward, backward and twice backward for each case; and one check for all of them in float64. */
export function operationChecks(family: string, cases: readonly OperationCase[]): readonly Check[] {
  const group = `operations/${family}`;
  const all = cases.flatMap((each) => directionsOf(each).map((direction) => ({ each, direction })));
  const single = all.map(({ each, direction }): Check => {
    const run = (context: CheckContext): Promise<void> =>
      compare(context, each, direction, "float32", boundOfOperation(context.tolerances, each.operation, direction));
    const requires = { dtypes: typesOf(each) };
    return {
      ...check(group, nameOf(each, direction), run, requires),
      covers: { operation: each.operation, direction },
    };
  });
  const double = check(
    group,
    "all in float64",
    async (context) => {
      for (const { each, direction } of all) await compare(context, each, direction, "float64", closely);
    },
    { dtypes: ["float32", "float64", "int32", "bool"] },
  );
  return [...single, double];
}

const closely: Tolerance = { relative: 1e-10, absolute: 1e-11 };

function directionsOf({ gradients }: OperationCase): readonly Direction[] {
  if (gradients === "none") return ["forward"];
  return gradients === "once" ? ["forward", "backward"] : ["forward", "backward", "doubleBackward"];
}

function nameOf({ operation, variant }: OperationCase, direction: Direction): string {
  const way = { forward: "", backward: ", backward", doubleBackward: ", twice backward" }[direction];
  return `${operation}${variant ? ` (${variant})` : ""}${way}`;
}

/** The element types of the inputs. What else it needs in between is the tensor package's affair. */
function typesOf({ inputs }: OperationCase): readonly DType[] {
  const types = inputs.map(({ dtype }): DType => (dtype === "float" ? "float32" : dtype));
  return [...new Set<DType>(["float32", ...types])];
}

/** Runs a case on the backend, and in float64 on the interpreter. */
async function compare(
  { backend, reference }: CheckContext,
  each: OperationCase,
  direction: Direction,
  float: DType,
  { relative, absolute }: Tolerance,
): Promise<void> {
  const actual = await runCase(each, direction, backend, float);
  const expected = await runCase(each, direction, reference, "float64");
  expectThat(actual.length === expected.length, `expected ${expected.length} tensors, got ${actual.length}`);
  const hasFloats = each.inputs.some(({ dtype }) => dtype === "float");
  expected.forEach(({ what, dtype, shape, data }, position) => {
    const got = actual[position]!;
    const wanted = `${hasFloats && isFloat(dtype) ? float : dtype} ${formatShape(shape)}`;
    const name = `${nameOf(each, direction)}, ${what}`;
    expectThat(
      `${got.dtype} ${formatShape(got.shape)}` === wanted,
      `${name}: expected ${wanted}, got ${got.dtype} ${formatShape(got.shape)}`,
    );
    const bound = isFloat(dtype) ? { relative, absolute: absolute * scaleOf(data) } : {};
    expectNumbers(got.data, data, name, bound);
  });
}
