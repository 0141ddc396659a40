import { describe, expect, it } from "vitest";
import { readBuiltIn } from "../builtIn.ts";
import { casesOf } from "../reader.ts";
import { coverage } from "./index.ts";

const operators = new Set(readBuiltIn().flatMap(casesOf).map(({ operator }) => operator)); // prettier-ignore

describe("coverage", () => {
  it("has an adapter or a reason for every operator of the built-in suite", () => {
    const { adapters, missing } = coverage;
    const known = { ...adapters["torch-1.13"], ...missing["torch-1.13"] };
    expect([...operators].filter((operator) => !(operator in known))).toEqual([]);
    expect(Object.keys(known).filter((operator) => !operators.has(operator))).toEqual([]);
  });

  it("has not both for any operator", () => {
    for (const [suite, reasons] of Object.entries(coverage.missing)) {
      const both = Object.keys(reasons).filter((operator) => operator in coverage.adapters[suite]!);
      expect(both).toEqual([]);
    }
  });
});
