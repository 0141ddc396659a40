import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Allocator } from "./allocator.ts";
import { Heap } from "./heap.ts";

describe("Allocator", () => {
  test("blocks never overlap, own 32 bytes behind their end, and are aligned to 64 bytes", () => {
    const step = fc.record({ bytes: fc.integer({ min: 0, max: 5000 }), free: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const allocator = new Allocator(65536);
        const live: { address: number; bytes: number }[] = [];
        for (const { bytes, free } of steps) {
          const address = allocator.allocate(bytes, 65536 + 40_000);
          if (address !== undefined) {
            expect(address % 64).toBe(0);
            expect(address).toBeGreaterThanOrEqual(65536);
            expect(address + bytes + 32).toBeLessThanOrEqual(allocator.end);
            for (const other of live) {
              const apart = address + bytes + 32 <= other.address || other.address + other.bytes + 32 <= address;
              expect(apart).toBe(true);
            }
            live.push({ address, bytes });
          }
          if (free && live.length > 0) allocator.free(live.splice(bytes % live.length, 1)[0]!.address);
        }
        live.forEach(({ address }) => allocator.free(address));
        expect(allocator.usedBytes).toBe(0);
      }),
    );
  });

  test("the block that came back last is given first", () => {
    const allocator = new Allocator(0);
    const [a, b] = [allocator.allocate(100, 1e6)!, allocator.allocate(100, 1e6)!];
    allocator.free(a);
    allocator.free(b);
    expect(allocator.allocate(100, 1e6)).toBe(b);
    expect(allocator.allocate(100, 1e6)).toBe(a);
  });

  test("free neighbours are joined before the space would have to grow", () => {
    const allocator = new Allocator(0);
    const blocks = [0, 1, 2, 3].map(() => allocator.allocate(1000, 5000)!);
    expect(allocator.allocate(2000, 5000)).toBeUndefined();
    blocks.slice(1, 3).forEach((address) => allocator.free(address));
    expect(allocator.allocate(2000, 5000)).toBe(blocks[1]);
  });

  test("freeing twice does nothing", () => {
    const allocator = new Allocator(0);
    const address = allocator.allocate(10, 1e6)!;
    allocator.free(address);
    allocator.free(address);
    expect(allocator.allocate(10, 1e6)).toBe(address);
    expect(allocator.allocate(10, 1e6)).not.toBe(address);
  });
});

describe("Heap", () => {
  test("grows, and keeps what was written", () => {
    const heap = new Heap();
    const first = heap.allocate(12);
    heap.write(first, new Float32Array([1, 2, 3]), "float32");
    heap.allocate(50_000_000);
    expect(heap.reservedBytes).toBeGreaterThan(50_000_000);
    expect(heap.read(first, 3, "float32")).toEqual(new Float32Array([1, 2, 3]));
  });

  test("holds booleans as int32 and gives them back as bytes", () => {
    const heap = new Heap();
    const address = heap.allocate(12);
    heap.write(address, new Uint8Array([1, 0, 1]), "bool");
    expect(heap.read(address, 3, "int32")).toEqual(new Int32Array([1, 0, 1]));
    expect(heap.read(address, 3, "bool")).toEqual(new Uint8Array([1, 0, 1]));
  });

  test("says what was asked for and what is held when it is full", () => {
    const heap = new Heap(1_000_000);
    heap.allocate(500_000);
    expect(() => heap.allocate(600_000)).toThrow(
      "cpu: no room for 600000 bytes, 524288 bytes of 983040 are held; dispose of tensors or models",
    );
    expect(() => heap.allocate(200_000)).not.toThrow();
  });
});
