import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stripOf, tilingOf } from "./tiling.ts";

describe("tilingOf", () => {
  it("covers every tile, with blocks that have room for their strips", () => {
    const sizes = fc.record({
      batch: fc.integer({ min: 1, max: 9 }),
      outputs: fc.integer({ min: 1, max: 300 }),
      channels: fc.integer({ min: 1, max: 3000 }),
      rows: fc.integer({ min: 4, max: 70 }),
      columns: fc.integer({ min: 4, max: 2000 }),
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 16 }), (size, threads) => {
        const tiling = tilingOf(size, threads);
        const { strips, stripTiles, blockStrips, blocks, pitch, tileColumns, sumRow } = tiling;
        const covered = new Set<string>();
        for (let number = 0; number < strips; number++) {
          const { image, tileRow, tile } = stripOf(tiling, number);
          expect(tile >= 0 && tile + stripTiles <= tileColumns).toBe(true);
          for (let at = tile; at < tile + stripTiles; at++) covered.add(`${image} ${tileRow} ${at}`);
        }
        expect(covered.size).toBe(size.batch * Math.ceil(size.rows / 4) * tileColumns);
        expect((blocks - 1) * blockStrips < strips && blocks * blockStrips >= strips).toBe(true);
        expect(pitch % 8).toBe(0);
        expect(pitch).toBeGreaterThanOrEqual((blockStrips - 1) * stripTiles + Math.max(4, stripTiles));
        expect(sumRow).toBeGreaterThan(Math.max(4, stripTiles) * 4);
      }),
      { numRuns: 200 },
    );
  });

  it("gives every thread blocks of a single image, if it is large enough", () => {
    const sizes = { batch: 1, outputs: 64, channels: 64, rows: 56, columns: 56 };
    expect(tilingOf(sizes, 1).blocks).toBe(4);
    expect(tilingOf({ ...sizes, channels: 16 }, 1).blocks).toBe(2);
    expect(tilingOf({ ...sizes, channels: 16 }, 2).blocks).toBe(4);
    expect(tilingOf({ ...sizes, channels: 16 }, 4).blocks).toBe(5);
  });
});
