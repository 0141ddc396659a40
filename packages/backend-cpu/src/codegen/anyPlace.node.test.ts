import { foldIndex, folded, index, load, unary, type Expression, type Kernel, type TensorType } from "@nn/backend";
import { relaxedSimd } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { compileFormula } from "../execution/formulaProgram.ts";
import { defaultGrain } from "../execution/host.ts";
import { runAlone } from "../execution/runAlone.ts";
import { Heap } from "../heap.ts";
import { runGenerated } from "./fixtures.ts";
import { polynomials } from "./vectorFunctions.ts";

const operators = ["exp", "expm1", "log", "log1p", "tanh", "sigmoid", "erf"] as const;
const count = 501;
const values = Float32Array.from({ length: count * 3 }, (_, at) => Math.sin(at * at) * 2 ** ((at % 19) - 12) + 0.01);

it("all polynomials are tried", () => {
  expect(new Set<string>(operators)).toEqual(polynomials);
});

describe.each(operators)("%s", (operator) => {
  const kernel = (shape: readonly number[], input: TensorType, coordinates: readonly Expression[]): Kernel => {
    const value = unary(operator, load(0, input, coordinates));
    return { shape, inputs: [input], scalars: [], folds: [], outputs: [{ dtype: "float32", value }] };
  };
  const flat = { dtype: "float32", shape: [count * 3] } as const;
  const inVectors = runGenerated(kernel(flat.shape, flat, [index(0)]), [values])[0]!;

  it("has the same bits in a row that is not computed four at a time", () => {
    // Neighbours along the last axis do not lie together, so that the axes cannot be joined to one row.
    const apart = { dtype: "float32", shape: [3, count] } as const;
    const [results] = runGenerated(kernel([count, 3], apart, [index(1), index(0)]), [values]);
    for (let at = 0; at < count; at++) {
      for (let column = 0; column < 3; column++) {
        expect(results![at * 3 + column]).toBe(inVectors[column * count + at]);
      }
    }
  });

  it("has the same bits at the end of a row", () => {
    for (const length of [1, 2, 3, 4, 5, 6, 7, 9, 11, 13]) {
      const row = { dtype: "float32", shape: [length] } as const;
      const [results] = runGenerated(kernel(row.shape, row, [index(0)]), [values.slice(0, length)]);
      expect(results).toEqual(inVectors.slice(0, length));
    }
  });

  it("has the same bits inside a fold", () => {
    const rows = { dtype: "float32", shape: [count, 3] } as const;
    const body = unary(operator, load(0, rows, [index(0), foldIndex(0)]));
    const largest: Kernel = {
      shape: [count],
      inputs: [rows],
      scalars: [],
      folds: [{ operator: "max", dtype: "float32", extents: [3], body }],
      outputs: [{ dtype: "float32", value: folded(0, "float32") }],
    };
    const [results] = runGenerated(largest, [values]);
    for (let at = 0; at < count; at++) {
      expect(results![at]).toBe(Math.max(...inVectors.slice(at * 3, at * 3 + 3)));
    }
  });

  it("has the same bits in the first run and in a late one, which the engine has compiled better", () => {
    const heap = new Heap();
    const [input, output] = [0, 1].map(() => heap.allocate(4 * values.length));
    heap.write(input!, values, "float32");
    const host = { memory: heap.memory, threads: 1, grain: defaultGrain, relaxedSimd };
    const program = compileFormula(kernel(flat.shape, flat, [index(0)]), host);
    const phases = program.phases({ inputs: [input!], outputs: [output!], scalars: [], scratch: 0 });
    for (let run = 0; run < 1000; run++) {
      runAlone(phases);
      if (run % 333 === 0) expect(heap.read(output!, values.length, "float32")).toEqual(inVectors);
    }
  });

  it("uses the instructions that it may", () => {
    const host = { memory: new Heap().memory, threads: 1, grain: defaultGrain, relaxedSimd };
    const source = compileFormula(kernel(flat.shape, flat, [index(0)]), host).source();
    expect(source.includes("f32x4.relaxed_madd")).toBe(relaxedSimd);
  });
});
