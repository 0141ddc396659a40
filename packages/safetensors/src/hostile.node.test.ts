import { NNError } from "@nn/backend";
import { Module, Parameter } from "@nn/module";
import { backend } from "@nn/testing";
import { ones, type Tensor } from "@nn/tensor";
import fc from "fast-check";
import { expect, it } from "vitest";
import { fileOf } from "./fixtures.ts";
import { load } from "./load.ts";
import { save } from "./save.ts";

const on = { backend: await backend() };

class Model extends Module {
  readonly weight = new Parameter(ones([2, 3], on));
  readonly bias = new Parameter(ones([2], on));

  override forward(input: Tensor): Tensor {
    return input;
  }
}

const valid = await save(new Model(), { metadata: { format: "pt" } });
const headerEnd = valid.length - 32;

/** Loads, and checks that it either succeeds or throws an error on purpose and leaves the model as it was. */
async function survives(bytes: Uint8Array): Promise<boolean> {
  const model = new Model();
  const error: unknown = await load(model, bytes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return true;
  expect(NNError.isInstance(error) ? "on purpose" : error).toBe("on purpose");
  for (const parameter of model.parameters()) expect(new Set(await parameter.data())).toEqual(new Set([1]));
  return false;
}

it("survives bytes that are changed, cut out or put in", async () => {
  const at = fc.nat({ max: headerEnd });
  const change = fc.oneof(
    fc.record({ kind: fc.constant("set" as const), at, bytes: fc.uint8Array({ minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant("insert" as const), at, bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }) }),
    fc.record({ kind: fc.constant("cut" as const), at, bytes: fc.uint8Array({ minLength: 1, maxLength: 30 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      let bytes: number[] = [...valid];
      for (const { kind, at: start, bytes: put } of changes) {
        const removed = kind === "insert" ? 0 : put.length;
        bytes = [...bytes.slice(0, start), ...(kind === "cut" ? [] : put), ...bytes.slice(start + removed)];
      }
      await survives(Uint8Array.from(bytes));
    }),
    { numRuns: 500 },
  );
});

it("survives digits, quotes and brackets in the wrong places", async () => {
  const characters = fc.constantFrom(...'0123456789{}[]",:\\ -.e');
  const edits = fc.array(fc.tuple(fc.nat({ max: headerEnd - 9 }), characters), { minLength: 1, maxLength: 3 });
  let loaded = 0;
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const bytes = valid.slice();
      for (const [at, character] of list) bytes[8 + at] = character.charCodeAt(0);
      loaded += Number(await survives(bytes));
    }),
    { numRuns: 500 },
  );
  // A space that became another one, a digit that became the same one.
  expect(loaded).toBeLessThan(50);
});

it("survives every truncation", async () => {
  for (let length = 0; length < valid.length; length++) {
    expect(await survives(valid.slice(0, length))).toBe(false);
  }
});

it("survives any JSON in place of a header", async () => {
  const key = fc.constantFrom("weight", "bias", "__metadata__", "__proto__", "dtype", "shape", "data_offsets", "x");
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("F32", "I64", "", null, true, 0, 8, 24, 32, -1, 1e308, 2 ** 53, [0, 24], [24, 32], [2, 3]),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie("any")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).any;
  await fc.assert(
    fc.asyncProperty(value, async (header) => {
      expect(await survives(fileOf(header, 32))).toBe(false);
    }),
    { numRuns: 500 },
  );
});
