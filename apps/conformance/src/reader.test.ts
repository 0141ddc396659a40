import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDirectory } from "./directory.ts";
import { casesOf, type CaseFile } from "./reader.ts";

function file(data: readonly unknown[], attrs: Readonly<Record<string, unknown>> = {}): CaseFile {
  const input = { name: "input", dtype: "float32", shape: [data.length], data };
  const tolerance = { rtol: 1e-4, atol: 1e-6 };
  return {
    suite: "torch-1.13",
    group: "activation",
    cases: [{ name: "one", op: "ReLU", attrs, inputs: [input], expected: [input], tolerance }],
  };
}

function directory(files: Readonly<Record<string, unknown>>): string {
  const path = mkdtempSync(join(tmpdir(), "cases-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), JSON.stringify(content));
  return path;
}

describe("casesOf", () => {
  it("reads the numbers that JSON lacks", () => {
    const [one] = casesOf(file(["NaN", "Infinity", "-Infinity", "-0", 1, true, false]));
    expect([...one!.expected[0]!.data]).toEqual([NaN, Infinity, -Infinity, -0, 1, 1, 0]);
  });

  it("rounds inputs to float32, and nothing else", () => {
    const [one] = casesOf(file([0.1]));
    expect(one!.inputs[0]!.data[0]).toBe(0.10000000149011612);
    expect(one!.expected[0]!.data[0]).toBe(0.1);
  });

  it("refuses what is no number", () => {
    expect(() => casesOf(file(["many"]))).toThrow('torch-1.13 one: input: expected numbers, got "many"');
  });

  it("reads attributes under their types, null being absent", () => {
    const attrs = { eps: "Infinity", momentum: null, stride: [1, 2], is_test: 1, padding: "same" };
    const { attributes } = casesOf(file([], attrs))[0]!;
    expect(attributes.number("eps", 0)).toBe(Infinity);
    expect(attributes.has("momentum")).toBe(false);
    expect(attributes.number("momentum", 0.1)).toBe(0.1);
    expect(attributes.numbers("stride", [])).toEqual([1, 2]);
    expect(attributes.flag("is_test", false)).toBe(true);
    expect(attributes.text("padding", "")).toBe("same");
    expect(() => attributes.number("padding", 0)).toThrow('expected attribute padding to be a number, got "same"');
  });
});

describe("readDirectory", () => {
  it("reads the files that the index lists", () => {
    const path = directory({ "index.json": { files: [{ file: "a.json", cases: 1 }] }, "a.json": file([1]) });
    expect(readDirectory(path)).toEqual([file([1])]);
  });

  it("fails where cases have got lost", () => {
    const path = directory({ "index.json": { files: [{ file: "a.json", cases: 2 }] }, "a.json": file([1]) });
    expect(() => readDirectory(path)).toThrow("a.json: expected 2 cases as in index.json, got 1");
  });

  it("fails without an index", () => {
    expect(() => readDirectory(directory({}))).toThrow("expected a directory of cases with an index.json");
  });
});
