import { safetensors } from "@jax-js/loaders";
import { backend } from "@nn/testing";
import { tensor } from "@nn/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { open } from "./open.ts";
import { save } from "./save.ts";

const on = { backend: await backend() };

describe("save", () => {
  it("writes the format to the byte", async () => {
    const bytes = await save(
      { b: tensor([1, -2], on), a: tensor([true], on), c: tensor([7], { ...on, dtype: "int32" }) },
      { metadata: { format: "pt" } },
    );
    const header =
      '{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},' +
      '"c":{"dtype":"I32","shape":[1],"data_offsets":[8,12]},"a":{"dtype":"BOOL","shape":[1],"data_offsets":[12,13]}}';
    expect([...bytes.subarray(0, 8)]).toEqual([200, 0, 0, 0, 0, 0, 0, 0]);
    expect(new TextDecoder().decode(bytes.subarray(8, 208))).toBe(header.padEnd(200));
    expect([...bytes.subarray(208)]).toEqual([0, 0, 128, 63, 0, 0, 0, 192, 7, 0, 0, 0, 1]);
  });

  it("rounds floats where it is asked to, and nothing else", async () => {
    const state = { x: tensor([0.1, 2049], on), n: tensor([16777217], { ...on, dtype: "int32" }) };
    const read = async (floats: "F64" | "F16" | "BF16", name: string): Promise<number[]> => {
      const file = await open(await save(state, { floats }));
      expect(file.tensors.get("x")?.dtype).toBe(floats);
      return [...(await (await file.read(name, name === "x" ? { ...on, dtype: "float32" } : on)).data())];
    };
    expect(await read("F16", "x")).toEqual([0.0999755859375, 2048]);
    expect(await read("BF16", "x")).toEqual([0.10009765625, 2048]);
    expect(await read("F64", "x")).toEqual([Math.fround(0.1), 2049]);
    expect(await read("F16", "n")).toEqual([16777217]);
  });

  it("is read by another implementation", async () => {
    const state = {
      "0.weight": tensor([[1, 2, 3], [4, 5, 6.5]], on), // prettier-ignore
      count: tensor(7, { ...on, dtype: "uint32" }),
      mask: tensor([true, false, true], on),
      empty: tensor([], { ...on, shape: [0, 3] }),
    };
    const file = safetensors.parse(new Uint8Array(await save(state, { metadata: { made: "hier & jetzt 🙂" } })));
    expect(file.metadata).toEqual({ made: "hier & jetzt 🙂" });
    expect(Object.keys(file.tensors).sort()).toEqual(["0.weight", "count", "empty", "mask"]);
    expect(file.tensors["0.weight"]).toEqual({
      dtype: "F32",
      shape: [2, 3],
      data: Float32Array.of(1, 2, 3, 4, 5, 6.5),
    });
    expect(file.tensors["count"]).toEqual({ dtype: "U32", shape: [], data: Uint32Array.of(7) });
    expect([...(file.tensors["mask"]!.data as Uint8Array)]).toEqual([1, 0, 1]);
    expect(file.tensors["empty"]?.shape).toEqual([0, 3]);
  });

  it("comes back through open, whatever the names and shapes", async () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 });
    const types = fc.constantFrom("float32" as const, "int32" as const, "uint32" as const, "bool" as const);
    const names = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.constantFrom("__proto__", "0", "1", "a.b"),
    );
    const states = fc.dictionary(names, fc.tuple(shapes, types), { maxKeys: 5 });
    const texts = fc.dictionary(names, fc.string({ unit: "grapheme", maxLength: 8 }), { maxKeys: 3 });
    await fc.assert(
      fc.asyncProperty(states, texts, async (made, metadata) => {
        fc.pre(!Object.hasOwn(made, "__metadata__"));
        const entries = Object.entries(made).map(([name, [shape, dtype]]) => {
          const size = shape.reduce((product, part) => product * part, 1);
          return [name, tensor(Float32Array.from({ length: size }, (_, at) => (at * 3) % 2), { ...on, shape, dtype })] as const; // prettier-ignore
        });
        const file = await open(await save(Object.fromEntries(entries), { metadata }));
        expect([...file.metadata].sort()).toEqual(Object.entries(metadata).sort());
        expect([...file.tensors.keys()].sort()).toEqual(entries.map(([name]) => name).sort());
        for (const [name, original] of entries) {
          const read = await file.read(name, on);
          expect([read.dtype, ...read.shape]).toEqual([original.dtype, ...original.shape]);
          expect(await read.data()).toEqual(await original.data());
        }
      }),
      { numRuns: 30 },
    );
  });

  it("aligns every tensor to the size of its elements", async () => {
    const state = { m: tensor([true], on), x: tensor([1], on), half: tensor([1, 2, 3], on) };
    const bytes = await save(state, { floats: "F16" });
    const file = await open(bytes);
    const data = bytes.length - Math.max(...[...file.tensors.values()].map(({ end }) => end));
    expect(data % 8).toBe(0);
    expect([...file.tensors].map(([name, { start }]) => [name, start])).toEqual([["half", 0], ["x", 6], ["m", 8]]); // prettier-ignore
  });

  it("refuses what the format cannot hold", async () => {
    const x = tensor([1], on);
    await expect(save({ __metadata__: x })).rejects.toThrow(
      'save: expected names of tensors other than "__metadata__", which the format keeps',
    );
    await expect(save({ "\ud800": x })).rejects.toThrow('save: expected texts that Unicode can encode, got "\\ud800"');
    const metadata: Record<string, string> = JSON.parse('{"epochs": 3}') as Record<string, string>;
    await expect(save({ x }, { metadata })).rejects.toThrow(
      'save: expected metadata "epochs" to be a text, got number',
    );
  });
});
