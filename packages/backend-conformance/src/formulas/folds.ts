import {
  divide,
  dtypes,
  foldIndex,
  folded,
  index,
  interpret,
  load,
  multiply,
  subtract,
  unary,
  type DType,
  type Expression,
  type FoldOperator,
  type Kernel,
  type TensorType,
} from "@nn/backend";
import { check, type Check, type CheckContext } from "../check.ts";
import { arrayOf, expectNumbers } from "../expect.ts";
import { foldKernel } from "../kernels/kernel.ts";
import { Random } from "../kernels/random.ts";
import { runBoth, runKernel } from "../kernels/runKernel.ts";
import { boundOf } from "../tolerance.ts";

const operators: readonly FoldOperator[] = ["sum", "product", "max", "min", "argmax", "argmin"];
const numeric = dtypes.filter((dtype) => dtype !== "bool");

/** The types that a fold of `dtype` stores. */
function stored(operator: FoldOperator, dtype: DType): readonly DType[] {
  return operator.startsWith("arg") && dtype !== "int32" ? [dtype, "int32"] : [dtype];
}

/** Folds one row of numbers, and compares with the interpreter. */
async function foldRow({ backend }: CheckContext, operator: FoldOperator, dtype: DType, row: readonly number[]) {
  const type: TensorType = { dtype, shape: [row.length] };
  const kernel = foldKernel([], [type], operator, type.shape, load(0, type, [foldIndex(0)]));
  const { actual, expected } = await runBoth(backend, kernel, [arrayOf(dtype, row)]);
  expectNumbers(actual[0]!, expected[0]!, `${operator} of [${row.join(", ")}] as ${dtype}`);
}

const everyFold: readonly Check[] = operators.flatMap((operator) =>
  numeric.map((dtype) =>
    check(
      "formulas/folds",
      `${operator} of ${dtype}: some, one, equal ones and many`,
      async (context) => {
        const random = new Random(1);
        const long = random.list(300, () =>
          operator === "product" ? random.pick([1, 1, 1, 2]) : random.integer(0, 50),
        );
        const product = operator === "product";
        const rows = [[3, 1, 2], [7], [2, 5, 5, 2, 2], [0, 0, 0], product ? long.slice(0, 40) : long];
        for (const row of rows) await foldRow(context, operator, dtype, row);
        if (dtype !== "uint32") await foldRow(context, operator, dtype, [-3, -1, -2]);
      },
      { dtypes: stored(operator, dtype) },
    ),
  ),
);

const nothing: readonly Check[] = operators.flatMap((operator) =>
  numeric.map((dtype) => {
    const infinite = (operator === "max" || operator === "min") && dtype.startsWith("float");
    const requires = { dtypes: stored(operator, dtype), ...(infinite ? { nonFinite: true as const } : {}) };
    const name = `${operator} of ${dtype} over nothing is its neutral value`;
    return check("formulas/folds", name, (context) => foldRow(context, operator, dtype, []), requires);
  }),
);

/** x[i] + the largest of row i, in a kernel of two folds of which the second uses the first. */
function softmaxKernel(type: TensorType): Kernel {
  const shifted = (column: Expression): Expression =>
    unary("exp", subtract(load(0, type, [index(0), column]), folded(0, "float32")));
  const extents = [type.shape[1]!];
  const value = divide(shifted(index(1)), folded(1, "float32"));
  return {
    shape: type.shape,
    inputs: [type],
    scalars: [],
    folds: [
      { operator: "max", extents, dtype: "float32", body: load(0, type, [index(0), foldIndex(0)]) },
      { operator: "sum", extents, dtype: "float32", body: shifted(foldIndex(0)) },
    ],
    outputs: [{ dtype: "float32", value }],
  };
}

async function checkProduct({ backend, tolerances }: CheckContext, rows: number, inner: number, columns: number) {
  const [a, b]: TensorType[] = [
    { dtype: "float32", shape: [rows, inner] },
    { dtype: "float32", shape: [inner, columns] },
  ];
  const body = multiply(load(0, a!, [index(0), foldIndex(0)]), load(1, b!, [foldIndex(0), index(1)]));
  const random = new Random(rows + inner);
  const noise = (length: number): Float32Array => Float32Array.from({ length }, () => 2 * random.next() - 1);
  const kernel = foldKernel([rows, columns], [a!, b!], "dot", [inner], body);
  const { actual, expected } = await runBoth(backend, kernel, [noise(rows * inner), noise(inner * columns)]);
  const { relative, absolute } = boundOf(tolerances, "dot");
  expectNumbers(actual[0]!, expected[0]!, `${rows}×${inner} by ${inner}×${columns}`, {
    relative,
    absolute: absolute * Math.max(1, Math.sqrt(inner)),
  });
}

/** Reductions: every operator and type, nothing and many, one fold that uses another, contractions. */
export const folds: readonly Check[] = [
  ...everyFold,
  ...nothing,
  check(
    "formulas/folds",
    "NaN wins, and infinities are numbers",
    async (context) => {
      for (const operator of ["max", "min", "sum"] as const) {
        for (const row of [
          [1, NaN, 3],
          [NaN, 3],
          [-Infinity, -Infinity],
          [Infinity, 1],
          [Infinity, -Infinity],
        ]) {
          await foldRow(context, operator, "float32", row);
        }
      }
    },
    { nonFinite: true },
  ),
  check(
    "formulas/folds",
    "the first NaN is the position of the extremum",
    async (context) => {
      for (const operator of ["argmax", "argmin"] as const) {
        for (const row of [
          [1, NaN, 3, NaN],
          [NaN, -Infinity],
          [-Infinity, -Infinity],
          [Infinity, 2],
        ]) {
          await foldRow(context, operator, "float32", row);
        }
      }
    },
    { dtypes: ["float32", "int32"], nonFinite: true },
  ),
  check("formulas/folds", "a later fold uses an earlier one", async ({ backend, tolerances }) => {
    const type: TensorType = { dtype: "float32", shape: [3, 5] };
    const data = Float32Array.from({ length: 15 }, (_, at) => ((at * 7) % 11) + 80);
    const { actual, expected } = await runBoth(backend, softmaxKernel(type), [data]);
    expectNumbers(actual[0]!, expected[0]!, "softmax", { relative: 5 * boundOf(tolerances, "exp").relative + 1e-6 });
  }),
  ...[1000, 30_011].map((length) =>
    check("formulas/folds", `the sum of ${length} floats is as close as that of pairs`, async (context) => {
      const type: TensorType = { dtype: "float32", shape: [length] };
      const kernel = foldKernel([], [type], "sum", [length], load(0, type, [foldIndex(0)]));
      const random = new Random(length);
      const { actual, expected } = await runBoth(context.backend, kernel, [
        Float32Array.from({ length }, () => random.next()),
      ]);
      expectNumbers(actual[0]!, expected[0]!, "sum", boundOf(context.tolerances, "sum"));
    }),
  ),
  check("formulas/folds", "a sum is the same to the last bit, whatever is fused into it", async ({ backend }) => {
    const random = new Random(5);
    for (const [rows, columns] of [
      [6, 47],
      [1, 300],
      [9, 33],
    ] as const) {
      const type: TensorType = { dtype: "float32", shape: [rows, columns] };
      const [x, y] = random.list(2, () => Float32Array.from({ length: rows * columns }, () => random.next() - 0.3));
      const at = [index(0), foldIndex(0)];
      const square = foldKernel([rows], [type, type], "sum", [columns], multiply(load(0, type, at), load(1, type, at)));
      const plain = foldKernel([rows], [type], "sum", [columns], load(0, type, at));
      const [fused] = await runKernel(backend, square, [x!, y!]);
      const [separate] = await runKernel(backend, plain, [x!.map((value, position) => value * y![position]!)]);
      expectNumbers(fused!, separate!, `the sum of ${columns} products`);
    }
  }),
  ...(
    [
      [8, 8, 8],
      [5, 7, 3],
      [33, 100, 17],
      [3, 500, 5],
      [1, 1, 1],
      [2, 0, 3],
      [0, 4, 4],
    ] as const
  ).map(([rows, inner, columns]) =>
    check("formulas/folds", `the product of ${rows}×${inner} and ${inner}×${columns} matrices`, (context) =>
      checkProduct(context, rows, inner, columns),
    ),
  ),
  check(
    "formulas/folds",
    "the product of integer matrices is exact",
    async ({ backend }) => {
      const type: TensorType = { dtype: "int32", shape: [6, 6] };
      const body = multiply(load(0, type, [index(0), foldIndex(0)]), load(0, type, [foldIndex(0), index(1)]));
      const data = Int32Array.from({ length: 36 }, (_, at) => Math.imul(at, 0x9e3779b1));
      const kernel = foldKernel([6, 6], [type], "dot", [6], body);
      const [actual] = await runKernel(backend, kernel, [data]);
      expectNumbers(actual!, interpret(kernel, [data])[0]!, "the square of a matrix");
    },
    { dtypes: ["int32"] },
  ),
];
