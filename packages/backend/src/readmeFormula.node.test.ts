import { readFile } from "node:fs/promises";
import { interpret } from "@nn/backend";
import { expect, it } from "vitest";

const printed: unknown[] = [];
const console = { log: (line: unknown) => printed.push(line) };

// <formula>
import {
  add,
  foldIndex,
  folded,
  index,
  load,
  maximum,
  multiply,
  printKernel,
  type Kernel,
  type TensorType,
} from "@nn/backend";

const x: TensorType = { dtype: "float32", shape: [1, 1, 4, 4] };
const [n, c, i, j] = [index(0), index(1), index(2), index(3)];
const [u, v] = [foldIndex(0), foldIndex(1)];

/** max pooling of 2×2 windows, then ReLU: one pass over memory. */
export const poolThenReLU: Kernel = {
  shape: [1, 1, 2, 2],
  inputs: [x],
  scalars: [],
  folds: [
    {
      operator: "max",
      extents: [2, 2],
      dtype: "float32",
      body: load(0, x, [n, c, add(multiply(i, 2), u), add(multiply(j, 2), v)]),
    },
  ],
  outputs: [{ dtype: "float32", value: maximum(folded(0, "float32"), 0) }],
};

console.log(printKernel(poolThenReLU));
// </formula>

const text = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");

it("is shown in the README", async () => {
  const [source, readme] = await Promise.all([text("readmeFormula.node.test.ts"), text("../README.md")]);
  const [, code = "nothing"] = source.split(/\/\/ <\/?formula>\n/);
  expect(readme).toContain("```ts\n" + code + "```\n");
});

it("is printed as the README says", async () => {
  const lines = ["r0 = max over (u<2, v<2) of x0[n, c, 2*i + u, 2*j + v]", "out0[n,c,i,j] = max(r0, 0)"].join("\n");
  expect(printed).toEqual([lines]);
  expect(await text("../README.md")).toContain("```text\n" + lines + "\n```\n");
});

it("computes what it says", () => {
  const image = Float32Array.of(1, 2, -3, -4, 5, 6, -7, -8, 9, 10, 11, 12, 13, 14, 15, 16);
  expect(interpret(poolThenReLU, [image], [])).toEqual([Float32Array.of(6, 0, 14, 16)]);
});
