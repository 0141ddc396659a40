import {
  add,
  binary,
  cast,
  foldIndex,
  index,
  less,
  load,
  multiply,
  scalar,
  select,
  subtract,
  type Kernel,
  type TensorType,
} from "@nn/backend";
import { sizeOf } from "@nn/tensor";
import { check, type Check } from "../check.ts";
import { expectArray, expectNumbers } from "../expect.ts";
import { elementOf, elementwiseKernel, foldKernel } from "../kernels/kernel.ts";
import { runBoth, runKernel } from "../kernels/runKernel.ts";

const square: TensorType = { dtype: "float32", shape: [3, 3] };
const nine = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
const shapes: readonly (readonly number[])[] = [
  [0],
  [3, 0],
  [0, 3],
  [],
  [1],
  [1, 1],
  [2],
  [5],
  [1, 7, 1],
  [2, 3, 4, 5],
];

/** Where elements come from: shapes, coordinates, what lies outside, scalars. */
export const loads: readonly Check[] = [
  ...shapes.map((shape) =>
    check("formulas/loads", `takes the shape [${shape.join(", ")}]`, async ({ backend }) => {
      const type: TensorType = { dtype: "float32", shape };
      const data = Float32Array.from({ length: sizeOf(shape) }, (_, at) => at);
      const [actual] = await runKernel(backend, elementwiseKernel(shape, [type], add(elementOf(0, type), 1)), [data]);
      expectArray(
        actual!,
        data.map((value) => value + 1),
        "x + 1",
      );
    }),
  ),
  ...[9, -1.5, 0].flatMap((outside) =>
    [
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
      [2, -2],
      [5, 5],
    ].map(([down, right]) =>
      check("formulas/loads", `gives ${outside} outside, moved by ${down} and ${right}`, async ({ backend }) => {
        const value = load(0, square, [add(index(0), down!), add(index(1), right!)], outside);
        const { actual, expected } = await runBoth(backend, elementwiseKernel([3, 3], [square], value), [nine]);
        expectArray(actual[0]!, expected[0]!, "moved");
      }),
    ),
  ),
  check("formulas/loads", "padding with -Infinity never wins a maximum", async ({ backend }) => {
    const at = (axis: number) => subtract(add(multiply(index(axis), 2), foldIndex(axis)), 1);
    const body = load(0, square, [at(0), at(1)], -Infinity);
    const data = nine.map((value) => -1e30 * value);
    const { actual, expected } = await runBoth(backend, foldKernel([2, 2], [square], "max", [3, 3], body), [data]);
    expectArray(actual[0]!, expected[0]!, "a padded window");
  }),
  check(
    "formulas/loads",
    "gives infinities and NaN outside",
    async ({ backend }) => {
      for (const outside of [-Infinity, Infinity, NaN]) {
        const value = load(0, square, [subtract(index(0), 1), index(1)], outside);
        const { actual, expected } = await runBoth(backend, elementwiseKernel([3, 3], [square], value), [nine]);
        expectArray(actual[0]!, expected[0]!, `${outside} outside`);
      }
    },
    { nonFinite: true },
  ),
  check("formulas/loads", "transposes, reverses, repeats and skips", async ({ backend }) => {
    const [i, j] = [index(0), index(1)];
    const coordinates = [
      [j, i],
      [subtract(2, i), j],
      [i, binary("modulo", add(i, j), 3)],
      [binary("floorDivide", add(i, j), 2), j],
      [1, multiply(binary("modulo", j, 2), 2)],
    ];
    for (const at of coordinates) {
      const kernel = elementwiseKernel([3, 3], [square], load(0, square, at));
      const { actual, expected } = await runBoth(backend, kernel, [nine]);
      expectArray(actual[0]!, expected[0]!, "coordinates");
    }
  }),
  check(
    "formulas/loads",
    "takes coordinates from another input",
    async ({ backend }) => {
      const places: TensorType = { dtype: "int32", shape: [5] };
      const table: TensorType = { dtype: "float32", shape: [4] };
      const value = load(0, table, [load(1, places, [index(0)])], -1);
      const kernel = elementwiseKernel([5], [table, places], value);
      const [actual] = await runKernel(backend, kernel, [
        Float32Array.of(10, 11, 12, 13),
        Int32Array.of(3, 0, -1, 4, 2),
      ]);
      expectArray(actual!, Float32Array.of(13, 10, -1, -1, 12), "looked up");
    },
    { dtypes: ["float32", "int32"], inputs: 2 },
  ),
  check(
    "formulas/loads",
    "a value that is not chosen has no effect",
    async ({ backend }) => {
      const type: TensorType = { dtype: "float32", shape: [4] };
      const x = elementOf(0, type);
      const value = select(less(index(0), 2), 7, x);
      const [actual] = await runKernel(backend, elementwiseKernel([4], [type], value), [
        Float32Array.of(NaN, Infinity, 1, 2),
      ]);
      expectArray(actual!, Float32Array.of(7, 7, 1, 2), "chosen");
    },
    { nonFinite: true },
  ),
  check("formulas/loads", "scalars change without another compilation", async ({ backend }) => {
    const type: TensorType = { dtype: "float32", shape: [2] };
    const kernel = elementwiseKernel([2], [type], add(elementOf(0, type), scalar(0, "float32")), ["float32"]);
    const executable = await backend.compile(kernel);
    const [x, y] = [backend.allocate("float32", 2), backend.allocate("float32", 2)];
    backend.write(x, Float32Array.of(1, 2));
    for (const added of [10, -0.5, 0.1]) {
      await backend.run([{ executable, inputs: [x], outputs: [y], scalars: [added] }]);
      const expected = Float32Array.of(1, 2).map((value) => value + Math.fround(added));
      expectArray(await backend.read(y), expected, `x + ${added}`);
    }
    [x, y].forEach((buffer) => backend.free(buffer));
  }),
  check(
    "formulas/loads",
    "integer scalars keep all their bits",
    async ({ backend }) => {
      const type: TensorType = { dtype: "uint32", shape: [2] };
      const value = binary("xor", elementOf(0, type), scalar(0, "uint32"));
      const [actual] = await runKernel(
        backend,
        elementwiseKernel([2], [type], value, ["uint32"]),
        [Uint32Array.of(0, 1)],
        [4294967295],
      );
      expectArray(actual!, Uint32Array.of(4294967295, 4294967294), "x ^ 0xffffffff");
    },
    { dtypes: ["uint32"] },
  ),
  check(
    "formulas/loads",
    "writes several outputs of different types",
    async ({ backend }) => {
      const type: TensorType = { dtype: "float32", shape: [6] };
      const x = elementOf(0, type);
      const kernel: Kernel = {
        ...elementwiseKernel([6], [type], x),
        outputs: [
          { dtype: "int32", value: cast(x, "int32") },
          { dtype: "float32", value: multiply(x, 2) },
          { dtype: "bool", value: cast(x, "bool") },
        ],
      };
      const [integers, doubled, truths] = await runKernel(backend, kernel, [Float32Array.of(0, 1.5, -2.5, 3, 0, 5)]);
      expectArray(integers!, Int32Array.of(0, 1, -2, 3, 0, 5), "output 0");
      expectArray(doubled!, Float32Array.of(0, 3, -5, 6, 0, 10), "output 1");
      expectArray(truths!, Uint8Array.of(0, 1, 1, 1, 0, 1), "output 2");
    },
    { dtypes: ["float32", "int32", "bool"], outputs: 3 },
  ),
  check(
    "formulas/loads",
    "reaches every element of 200 003",
    async ({ backend }) => {
      const length = 200_003;
      const type: TensorType = { dtype: "int32", shape: [length] };
      const value = load(0, type, [subtract(length - 1, index(0))]);
      const data = Int32Array.from({ length }, (_, at) => at);
      const [actual] = await runKernel(backend, elementwiseKernel([length], [type], value), [data]);
      expectNumbers(actual!, data.slice().reverse(), "reversed");
    },
    { dtypes: ["int32"] },
  ),
];
