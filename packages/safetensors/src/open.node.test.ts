import { NNError } from "@nn/backend";
import { describe, expect, it } from "vitest";
import { entry, fileOf, referenceFile } from "./fixtures.ts";
import { open } from "./open.ts";
import type { ByteSource } from "./source.ts";

/** The message of the error that opening gives, which has to be one about data. */
async function refusal(file: Uint8Array): Promise<string> {
  const error: unknown = await open(file).catch((thrown: unknown) => thrown);
  return NNError.isInstance(error) && error.code === "data" ? error.message : `no data error: ${String(error)}`;
}

const one = entry("F32", [2], 0, 8);

describe("open", () => {
  it("reads what the reference implementation wrote", async () => {
    const file = await open(referenceFile);
    expect([...file.metadata]).toEqual([["format", "pt"]]);
    expect(file.tensors.get("weight")).toEqual({ dtype: "F32", shape: [2, 3], start: 24, end: 48 });
    expect([...file.tensors.keys()]).toHaveLength(9);
    expect([...(await file.bytes("brain"))]).toEqual([0x80, 0x3f, 0x49, 0x40]);
  });

  it("reads the header alone, and then what it is asked for", async () => {
    const reads: [number, number][] = [];
    const source: ByteSource = {
      size: referenceFile.length,
      read: async (offset, length) => {
        reads.push([offset, length]);
        return referenceFile.slice(offset, offset + length);
      },
    };
    const file = await open(source);
    expect(reads).toEqual([[0, 8], [8, 584]]); // prettier-ignore
    await file.bytes("half");
    expect(reads.at(-1)).toEqual([592 + 52, 6]);
  });

  it("takes a blob, a buffer, and a part of a larger array", async () => {
    const within = new Uint8Array(1000);
    within.set(referenceFile, 3);
    const part = within.subarray(3, 3 + referenceFile.length);
    for (const source of [new Blob([referenceFile.slice()]), referenceFile.slice().buffer, part]) {
      expect([...(await (await open(source)).bytes("mask"))]).toEqual([1, 0, 1]);
    }
  });

  it("takes a file without tensors, spaces in its header, and names of every kind", async () => {
    expect((await open(fileOf("{}"))).tensors.size).toBe(0);
    const names = ["", "__proto__", "constructor", "a\u0000b", "Ä.weight", "🙂", '"', "data_offsets"];
    const header = names.map((name, at) => `${JSON.stringify(name)} : ${JSON.stringify(entry("U8", [1], at, at + 1))}`);
    const file = await open(fileOf(`{ ${header.join(" ,\n")} }  `, names.length));
    expect([...file.tensors.keys()]).toEqual(names);
    expect(file.tensors.get("__proto__")).toEqual({ dtype: "U8", shape: [1], start: 1, end: 2 });
    expect({}).not.toHaveProperty("dtype");
  });

  it("knows the types that it cannot make tensors of", async () => {
    const file = await open(fileOf({ a: entry("F4", [3, 2], 0, 3), b: entry("F8_E4M3", [2], 3, 5) }, 5));
    expect(file.tensors.get("a")?.dtype).toBe("F4");
    expect(await file.bytes("b")).toHaveLength(2);
    expect(await refusal(fileOf({ a: entry("F4", [3], 0, 2) }, 2))).toBe(
      'safetensors: expected tensor "a" to fill whole bytes, got F4 [3]',
    );
  });

  it("refuses a header that is not there", async () => {
    expect(await refusal(new Uint8Array(7))).toBe("safetensors: expected a file of at least 8 bytes, got 7");
    const huge = referenceFile.slice();
    new DataView(huge.buffer).setBigUint64(0, 2n ** 60n, true);
    expect(await refusal(huge)).toBe(
      "safetensors: expected a header within the 647 bytes that follow, got a length of 1152921504606846976",
    );
    const pretended: ByteSource = { size: 2 ** 40, read: () => huge.subarray(0, 8) };
    await expect(open(pretended)).rejects.toThrow("expected a header within 100000000 bytes, got a length of 1152921");
    await expect(open({ size: 100, read: () => new Uint8Array(3) })).rejects.toThrow(
      "expected 8 bytes at 0, got 3: the source is shorter than it says",
    );
  });

  it.each([
    ["", 'expected a header that starts with "{", got ""'],
    ["[]", 'expected a header that starts with "{", got "[]"'],
    [" {}", 'expected a header that starts with "{", got " {}"'],
    ["\ufeff{}", 'expected a header that starts with "{", got "\ufeff{}"'],
    ["{", "expected a header in JSON ("],
    ['{"a":1}}', "expected a header in JSON ("],
    ["{'a':1}", "expected a header in JSON ("],
    ['{"a', "expected a header in JSON ("],
    ['{"a\\":1}', "expected a header in JSON ("],
    ['{"a":NaN}', "expected a header in JSON ("],
    ['{"a":' + "[".repeat(100_000), "expected a header of at most 3 levels, got a deeper one"],
    ['{"a":' + '{"a":'.repeat(100_000), "expected a header of at most 3 levels, got a deeper one"],
    ['{"a":1,"a":2}', 'expected each name once, got "a" twice'],
    ['{"a":1,"\\u0061" :2}', 'expected each name once, got "a" twice'],
    ['{"__proto__":1,"__proto__":2}', 'expected each name once, got "__proto__" twice'],
    ['{"a":{"dtype":"F32","dtype":"F16"}}', 'expected each name once, got "dtype" twice'],
    ['{"__metadata__":{"x":"1","x":"2"}}', 'expected each name once, got "x" twice'],
  ])("refuses header %#", async (header, message) => {
    expect(await refusal(fileOf(header))).toContain(`safetensors: ${message}`);
  });

  it("refuses bytes that are no UTF-8", async () => {
    const file = fileOf('{"aa":1}');
    file[10] = 0xff;
    expect(await refusal(file)).toBe("safetensors: expected a header in UTF-8");
  });

  it.each([
    [{ a: 1 }, 'expected tensor "a" to be an object, got 1'],
    [{ a: null }, 'expected tensor "a" to be an object, got null'],
    [{ a: [1, 2] }, 'expected tensor "a" to be an object, got [1,2]'],
    [{ a: {} }, 'expected a known dtype of tensor "a", got nothing'],
    [{ a: entry("F128", [2], 0, 8) }, 'expected a known dtype of tensor "a", got "F128"'],
    [{ a: entry("toString", [2], 0, 8) }, 'expected a known dtype of tensor "a", got "toString"'],
    [{ a: { ...one, dtype: 4 } }, 'expected a known dtype of tensor "a", got 4'],
    [{ a: { ...one, shape: 2 } }, 'expected the shape of tensor "a" to be integers of at least 0, got 2'],
    [{ a: entry("F32", [-2], 0, 8) }, 'expected the shape of tensor "a" to be integers of at least 0, got [-2]'],
    [{ a: entry("F32", [1.5], 0, 8) }, 'expected the shape of tensor "a" to be integers of at least 0, got [1.5]'],
    [{ a: entry("F32", ["2"], 0, 8) }, 'expected the shape of tensor "a" to be integers of at least 0, got ["2"]'],
    [{ a: entry("F32", [2 ** 60], 0, 8) }, 'expected the shape of tensor "a" to be integers of at least 0'],
    [{ a: entry("F32", [2 ** 40, 2 ** 40], 0, 8) }, 'tensor "a" is too large: F32 [1099511627776,1099511627776]'],
    [{ a: entry("F32", [2 ** 40, 2 ** 40, 0], 0, 0) }, 'tensor "a" is too large: F32 [1099511627776,'],
    [{ a: { ...one, data_offsets: [0] } }, 'expected data_offsets of tensor "a" to be a start and an end, got [0]'],
    [{ a: { ...one, data_offsets: [0, 4, 8] } }, 'expected data_offsets of tensor "a" to be a start and an end'],
    [{ a: { dtype: "F32", shape: [2] } }, 'expected data_offsets of tensor "a" to be a start and an end, got nothing'],
    [{ a: entry("F32", [2], -8, 0) }, 'expected data_offsets of tensor "a" to be a start and an end, got [-8,0]'],
    [{ a: entry("F32", [2], 8, 0) }, 'expected data_offsets of tensor "a" within the 8 bytes behind the header'],
    [
      { a: entry("F32", [3], 0, 12) },
      'expected data_offsets of tensor "a" within the 8 bytes behind the header, got [0, 12]: the file',
    ],
    [{ a: entry("F32", [3], 0, 8) }, 'expected 12 bytes for tensor "a", F32 [3], got 8'],
    [{ a: entry("F32", [1], 0, 4) }, "expected 4 bytes behind the header, got 8: the file is longer than it says"],
    [{ a: entry("F32", [1], 4, 8) }, 'expected tensor "a" to start at byte 0, got 4: it leaves a hole before it'],
    [{ a: one, b: entry("F32", [1], 4, 8) }, 'expected tensor "b" to start at byte 8, got 4: it overlaps the tensor'],
    [{ a: one, b: one }, 'expected tensor "b" to start at byte 8, got 0: it overlaps the tensor before it'],
    [{ a: one, __metadata__: [] }, "expected __metadata__ to be an object, got []"],
    [{ a: one, __metadata__: { x: 1 } }, 'expected metadata "x" to be a text, got 1'],
    [{ a: one, ["b".repeat(1000)]: 1 }, `expected tensor "${"b".repeat(80)}…" to be an object, got 1`],
  ])("refuses entries %#", async (header, message) => {
    expect(await refusal(fileOf(header, 8))).toContain(`safetensors: ${message}`);
  });
});
