import { index, load, type TensorType } from "@nn/backend";
import { describe, expect, it } from "vitest";
import { callFormula, hostValue, type Formula, type Value } from "../value.ts";
import type { Plan } from "./plan.ts";
import { PlanCache } from "./planCache.ts";
import { traceGraph, type Trace } from "./trace.ts";

const type: TensorType = { dtype: "float32", shape: [2] };

function formula(id: number, inputs = 1): Formula {
  const value = load(0, type, [index(0)]);
  return {
    id,
    shape: [2],
    inputs: Array.from({ length: inputs }, () => type),
    folds: [],
    outputs: [{ dtype: "float32", value }],
    call: { operation: { name: `formula ${id}` }, inputs: [type], options: undefined },
  };
}

function leaf(dtype: "float32" | "int32" = "float32", shape: readonly number[] = [2]): Value {
  const length = shape.reduce((product, size) => product * size, 1);
  return hostValue(dtype, shape, dtype === "int32" ? new Int32Array(length) : new Float32Array(length));
}

function use(used: Formula, ...inputs: readonly Value[]): Value {
  return callFormula(used, inputs).outputs[0]!;
}

describe("traceGraph", () => {
  it("names each leaf and each call once, inputs first", () => {
    const [x, y] = [leaf(), leaf()];
    const [one, two] = [formula(1), formula(2, 2)];
    const shared = use(one, x);
    const trace = traceGraph([use(two, shared, y), use(two, use(one, x), y), x]);
    expect(trace.leaves).toEqual([y, x]);
    expect(trace.calls).toEqual([
      { formula: one, inputs: [{ kind: "leaf", leaf: 1 }] },
      { formula: two, inputs: [{ kind: "call", call: 0, output: 0 }, { kind: "leaf", leaf: 0 }] }, // prettier-ignore
    ]);
    const result = { kind: "call", call: 1, output: 0 };
    expect(trace.rootReferences).toEqual([result, result, { kind: "leaf", leaf: 1 }]);
  });

  it("keeps calls of the same hash apart", () => {
    const [x, y] = [leaf(), leaf()];
    const roots = [use(formula(5), x), use(formula(4), y), use(formula(5), y)];
    const trace = traceGraph(roots);
    expect(trace.calls).toHaveLength(3);
    expect(new Set(trace.rootReferences.map((reference) => JSON.stringify(reference))).size).toBe(3);
  });

  it("forgets earlier graphs that had the same values", () => {
    const [x, y] = [leaf(), leaf()];
    const z = use(formula(1), x);
    traceGraph([use(formula(2), y), z]);
    expect(traceGraph([z]).rootReferences).toEqual([{ kind: "call", call: 0, output: 0 }]);
  });
});

describe("PlanCache", () => {
  const plan = (): Plan => ({ kernels: [], slots: [], uploads: [], scalars: [] });
  const shared = formula(7);

  it.each<[string, () => Trace]>([
    ["another formula", () => traceGraph([use(formula(7), leaf())])],
    ["another type", () => traceGraph([use(shared, leaf("int32"))])],
    ["another shape", () => traceGraph([use(shared, leaf("float32", [1, 2]))])],
    ["a number instead of an array", () => traceGraph([use(shared, leaf("float32", []))])],
    ["another root", () => ({ ...traceGraph([use(shared, leaf())]), rootReferences: [{ kind: "leaf", leaf: 0 }] })],
    [
      "another input",
      () => {
        const [x, y] = [leaf(), leaf()];
        return traceGraph([use(shared, use(shared, x)), y]);
      },
    ],
  ])("takes %s for another graph, whatever its hash is", (_, other) => {
    const cache = new PlanCache(16);
    const trace = traceGraph([use(shared, leaf())]);
    const changed = { ...other(), hash: trace.hash };
    const [first, second] = [plan(), plan()];
    expect(cache.planFor(trace, () => first)).toBe(first);
    expect(cache.planFor(changed, () => second)).toBe(second);
    for (const [again, expected] of [
      [trace, first],
      [changed, second],
    ] as const) {
      expect(cache.planFor(again, plan)).toBe(expected);
    }
  });

  it("serves graphs of the same structure, whatever their numbers are", () => {
    const cache = new PlanCache(16);
    const first = plan();
    cache.planFor(traceGraph([use(shared, leaf())]), () => first);
    expect(cache.planFor(traceGraph([use(shared, leaf())]), plan)).toBe(first);
    cache.clear();
    expect(cache.planFor(traceGraph([use(shared, leaf())]), plan)).not.toBe(first);
  });
});
