import { gzipSync } from "node:zlib";
import { NNError } from "@nn/backend";
import { describe, expect, it } from "vitest";
import { parseIdx } from "./idx.ts";

/** Two images of 1 × 3 pixels. */
const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 253, 254, 255);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 9);

function messageOf(bytes: Uint8Array, axes = 3): string {
  try {
    parseIdx(bytes, "a.idx", axes);
  } catch (error) {
    if (NNError.isInstance(error) && error.code === "data") return error.message;
  }
  return "no data error";
}

describe("parseIdx", () => {
  it("reads shape and elements", () => {
    expect(parseIdx(images, "a.idx", 3)).toEqual({ shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 253, 254, 255) });
    expect(parseIdx(labels, "a.idx", 1)).toEqual({ shape: [2], data: Uint8Array.of(7, 9) });
  });

  it("reads a part of a larger buffer, and gzip", () => {
    const within = new Uint8Array(100);
    within.set(labels, 33);
    expect([...parseIdx(within.subarray(33, 33 + labels.length), "a.idx", 1).data]).toEqual([7, 9]);
    expect([...parseIdx(gzipSync(images), "a.idx.gz", 3).data]).toEqual([1, 2, 3, 253, 254, 255]);
  });

  it("refuses what is no IDX file of bytes", () => {
    expect(messageOf(Uint8Array.of(0, 0))).toBe("a.idx: expected an IDX file, got 2 bytes");
    expect(messageOf(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0]))).toBe(
      "a.idx: expected an IDX file, which starts with two zero bytes, got 89 50 4e 47",
    );
    expect(messageOf(images.map((byte, at) => (at === 2 ? 13 : byte)))).toBe(
      "a.idx: expected elements of type 8 (bytes), got type 13",
    );
    expect(messageOf(labels)).toBe("a.idx: expected 3 axes, got 1");
  });

  it("refuses a file that is shorter or longer than it says", () => {
    expect(messageOf(images.subarray(0, 10))).toBe(
      "a.idx: expected a header of 16 bytes, got 10 bytes: the file is truncated",
    );
    expect(messageOf(images.subarray(0, 21))).toBe(
      "a.idx: expected 22 bytes for [2, 1, 3], got 21: the file is truncated",
    );
    expect(messageOf(Uint8Array.from([...images, 0]))).toBe(
      "a.idx: expected 22 bytes for [2, 1, 3], got 23: it is longer than it says",
    );
    expect(messageOf(gzipSync(images).subarray(0, 20))).toMatch(/^a.idx: its gzip stream is damaged \(/);
  });
});
