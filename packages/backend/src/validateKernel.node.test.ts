import { describe, expect, it } from "vitest";
import { add, constant, foldIndex, folded, index, load, multiply, scalar } from "./build.ts";
import type { Expression } from "./expression.ts";
import type { Fold, Kernel, TensorType } from "./kernel.ts";
import { validateKernel } from "./validateKernel.ts";

const type: TensorType = { dtype: "float32", shape: [2, 3] };
const element = load(0, type, [index(0), index(1)]);
const rowSum: Fold = { operator: "sum", extents: [3], dtype: "float32", body: load(0, type, [index(0), foldIndex(0)]) };

function kernel(changes: Partial<Kernel> = {}): Kernel {
  const outputs = [{ dtype: "float32" as const, value: element }];
  return { shape: [2, 3], inputs: [type], scalars: ["float32"], folds: [], outputs, ...changes };
}

const output = (value: Expression): Partial<Kernel> => ({ outputs: [{ dtype: value.dtype, value }] });

describe("validateKernel", () => {
  it("accepts kernels that keep the rules", () => {
    validateKernel(kernel());
    validateKernel(kernel({ shape: [0, 3] }));
    validateKernel(kernel({ folds: [rowSum], ...output(multiply(folded(0, "float32"), scalar(0, "float32"))) }));
    validateKernel(kernel(output(constant(NaN, "float32"))));
  });

  const refused: [string, Partial<Kernel>, string][] = [
    ["a negative size", { shape: [2, -1] }, "kernel, shape: expected integers of at least 0, got [2, -1]"],
    ["a kernel without outputs", { outputs: [] }, "kernel, outputs: expected at least one, got none"],
    [
      "an output of another type than its value",
      { outputs: [{ dtype: "int32", value: element }] },
      "kernel, output 0: expected a value of type int32, got float32",
    ],
    ["an axis that is not there", output(index(2)), "kernel, output 0: expected index axis below 2, got 2"],
    [
      "a fold index in an output",
      output(foldIndex(0)),
      "kernel, output 0: expected foldIndex in fold bodies only, got one in an output",
    ],
    [
      "a fold index beyond the extents",
      { folds: [{ ...rowSum, body: load(0, type, [index(0), foldIndex(1)]) }] },
      "kernel, fold 0: expected foldIndex axis below 1, got 1",
    ],
    [
      "a fold that uses itself",
      { folds: [{ ...rowSum, body: folded(0, "float32") }] },
      "kernel, fold 0: expected folded below 0, got 0",
    ],
    [
      "a folded value of another type",
      { folds: [rowSum], ...output(folded(0, "int32")) },
      "kernel, output 0: expected folded 0 to be float32, got int32",
    ],
    [
      "an input that is not there",
      output(load(1, type, [index(0), index(1)])),
      "kernel, output 0: expected load of input below 1, got 1",
    ],
    [
      "a load of another type",
      output(load(0, { ...type, dtype: "int32" }, [index(0), index(1)])),
      "kernel, output 0: expected load of input 0 to be float32, got int32",
    ],
    [
      "too few coordinates",
      output({ kind: "load", dtype: "float32", input: 0, coordinates: [index(0)] }),
      "kernel, output 0: expected 2 coordinates for input 0, got 1",
    ],
    [
      "a coordinate that is not an int32",
      output({ kind: "load", dtype: "float32", input: 0, coordinates: [index(0), element] }),
      "kernel, output 0: expected coordinate to be int32, got float32",
    ],
    ["a scalar that is not there", output(scalar(1, "float32")), "kernel, output 0: expected scalar below 1, got 1"],
    [
      "a scalar of another type",
      output(scalar(0, "int32")),
      "kernel, output 0: expected scalar 0 to be float32, got int32",
    ],
    [
      "operands of two types",
      output({ kind: "binary", dtype: "float32", operator: "add", left: element, right: index(0) }),
      "kernel, output 0: expected right of add to be float32, got int32",
    ],
    [
      "an operator on a type that it does not have",
      output({ kind: "unary", dtype: "int32", operator: "exp", operand: index(0) }),
      "kernel, output 0: expected exp of floats, got int32",
    ],
    [
      "a binary operator on a type that it does not have",
      output({ kind: "binary", dtype: "float32", operator: "shiftLeft", left: element, right: element }),
      "kernel, output 0: expected shiftLeft of integers, got float32",
    ],
    [
      "a condition that is no bool",
      output({ kind: "select", dtype: "float32", condition: element, whenTrue: element, whenFalse: element }),
      "kernel, output 0: expected condition of select to be bool, got float32",
    ],
    [
      "an integer constant with a fraction",
      output(constant(0.5, "int32")),
      "kernel, output 0: expected a constant of type int32, got 0.5",
    ],
    [
      "a dot that is no product",
      { folds: [{ ...rowSum, operator: "dot", body: add(element, element) }] },
      "kernel, fold 0: expected a multiply as the body of dot, got add",
    ],
    [
      "an argmax that is no int32",
      { folds: [{ ...rowSum, operator: "argmax" }] },
      "kernel, fold 0: expected type int32 for argmax of float32, got float32",
    ],
    [
      "a fold of truth values",
      { folds: [{ ...rowSum, operator: "max", dtype: "bool", body: constant(1, "bool") }] },
      "kernel, fold 0: expected a body of a numeric type, got bool",
    ],
  ];

  it.each(refused)("refuses %s", (_, changes, message) => {
    expect(() => validateKernel(kernel(changes))).toThrow(message);
  });
});
