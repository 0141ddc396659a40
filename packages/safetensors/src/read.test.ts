import type { DType } from "@nn/backend";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { entry, fileOf, fromHex, referenceFile } from "./fixtures.ts";
import { open } from "./open.ts";

const on = { backend: await backend() };
const doubles = on.backend.capabilities.dtypes.has("float64");

async function read(dtype: string, hex: string, to?: DType): Promise<{ dtype: DType; data: number[] }> {
  const data = fromHex(hex);
  const size = { F64: 8, I64: 8, U64: 8, F32: 4, I32: 4, U32: 4, F16: 2, BF16: 2, I16: 2, U16: 2 }[dtype] ?? 1;
  const file = await open(fileOf({ x: entry(dtype, [data.length / size], 0, data.length) }, data));
  const tensor = await file.read("x", { ...on, dtype: to });
  return { dtype: tensor.dtype, data: [...(await tensor.data())] };
}

describe("read", () => {
  it("gives what the reference implementation wrote", async () => {
    const file = await open(referenceFile);
    const state = await file.stateDict({ ...on, dtype: "float32" });
    const of = async (name: string) => state[name]!.toArray();
    expect(await of("weight")).toEqual([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    expect(await of("bias")).toEqual([0.5, -0.5]);
    expect(await of("half")).toEqual([1.5, -2, 65504]);
    expect(await of("brain")).toEqual([1, 3.140625]);
    expect(await of("num_batches_tracked")).toBe(7);
    expect(await of("bytes")).toEqual([-1, 127]);
    expect(await of("mask")).toEqual([1, 0, 1]);
    expect(await of("double")).toEqual([Math.fround(0.1)]);
    expect(state["empty"]?.shape).toEqual([0, 4]);
  });

  it("chooses a type that holds the numbers", async () => {
    expect(await read("F16", "003c")).toEqual({ dtype: "float32", data: [1] });
    expect(await read("BF16", "803f")).toEqual({ dtype: "float32", data: [1] });
    expect(await read("I64", "ffffffffffffffff0000008000000000".slice(0, 16))).toEqual({ dtype: "int32", data: [-1] });
    expect(await read("U64", "ffffffff00000000")).toEqual({ dtype: "uint32", data: [4294967295] });
    expect(await read("I32", "feffffff")).toEqual({ dtype: "int32", data: [-2] });
    expect(await read("U32", "feffffff")).toEqual({ dtype: "uint32", data: [4294967294] });
    expect(await read("I16", "feff0080")).toEqual({ dtype: "int32", data: [-2, -32768] });
    expect(await read("U16", "feff")).toEqual({ dtype: "int32", data: [65534] });
    expect(await read("I8", "fe80")).toEqual({ dtype: "int32", data: [-2, -128] });
    expect(await read("U8", "fe")).toEqual({ dtype: "int32", data: [254] });
    expect(await read("BOOL", "0100")).toEqual({ dtype: "bool", data: [1, 0] });
  });

  it.runIf(doubles)("keeps float64 where the backend has it", async () => {
    expect(await read("F64", "9a9999999999b93f")).toEqual({ dtype: "float64", data: [0.1] });
    expect(await read("F32", "cdcccc3d", "float64")).toEqual({ dtype: "float64", data: [Math.fround(0.1)] });
    expect(await read("I64", "ffffffffffff1f00", "float64")).toEqual({ dtype: "float64", data: [2 ** 53 - 1] });
  });

  it("converts where it is asked to, floats by rounding", async () => {
    expect(await read("F64", "9a9999999999b93f", "float32")).toEqual({ dtype: "float32", data: [Math.fround(0.1)] });
    expect(await read("I64", "0700000000000000", "float32")).toEqual({ dtype: "float32", data: [7] });
    expect(await read("BOOL", "01", "float32")).toEqual({ dtype: "float32", data: [1] });
    expect(await read("U8", "0100", "bool")).toEqual({ dtype: "bool", data: [1, 0] });
  });

  it.each([
    ["I64", "0000008000000000", undefined, "expected integers from -2147483648 to 2147483647 in tensor \"x\", I64, got 2147483648"], // prettier-ignore
    ["I64", "ffffff7fffffffff", "int32", 'to 2147483647 in tensor "x", I64, got -2147483649'],
    ["I64", "ffffffffffffffff", "uint32", 'expected integers from 0 to 4294967295 in tensor "x", I64, got -1'],
    ["U64", "0000000001000000", undefined, 'from 0 to 4294967295 in tensor "x", U64, got 4294967296'],
    ["I32", "01000001", "float32", 'expected integers that float32 can hold in tensor "x", I32, got 16777217'],
    ["BOOL", "02", undefined, 'expected integers from 0 to 1 in tensor "x", BOOL, got 2'],
    ["F32", "0000803f", "int32", 'expected elements that become int32 in tensor "x", got F32'],
    ["F16", "003c", "bool", 'expected elements that become bool in tensor "x", got F16'],
    ["F8_E5M2", "00", undefined, 'expected elements that become a tensor in tensor "x", got F8_E5M2'],
    ["F8_E5M2", "00", "float32", 'expected elements that become float32 in tensor "x", got F8_E5M2'],
  ] as const)("refuses %s %s as %s", async (dtype, hex, to, message) => {
    // prettier-ignore
    await expect(read(dtype, hex, to)).rejects.toThrow(message);
  });

  it("refuses names that are not in the file", async () => {
    const file = await open(referenceFile);
    await expect(file.read("toString", on)).rejects.toThrow(
      'safetensors: expected the name of a tensor in the file, got "toString"',
    );
  });

  it("notices a source that ends early", async () => {
    const source = { size: referenceFile.length, read: (at: number, length: number) => referenceFile.slice(at, Math.min(at + length, 620)) }; // prettier-ignore
    const file = await open(source);
    await expect(file.read("weight", on)).rejects.toThrow(
      "expected 24 bytes at 616, got 4: the source is shorter than it says",
    );
  });
});
