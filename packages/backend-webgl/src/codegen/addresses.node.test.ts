import fc from "fast-check";
import { expect, test } from "vitest";
import { lastColumn } from "./addresses.ts";

test("the last column of texels that begin at multiples of a part of a row", () => {
  expect(lastColumn(0, [{ stride: 128, last: 9 }], 256)).toBe(128);
  expect(lastColumn(3, [{ stride: 4, last: 1000 }], 256)).toBe(255);
  expect(lastColumn(2, [{ stride: 4, last: 1000 }], 256)).toBe(254);
});

test("a loop within a part of a row, and others of whole rows", () => {
  const terms = [
    { stride: 1, last: 127 },
    { stride: 512, last: 127 },
  ];
  expect(lastColumn(0, terms, 256)).toBe(127);
  expect(lastColumn(128, terms, 256)).toBe(255);
});

test("no texel lies behind the last column", () => {
  const term = fc.record({ stride: fc.integer({ min: -40, max: 40 }), last: fc.integer({ min: 0, max: 5 }) });
  const base = fc.integer({ min: -50, max: 50 });
  fc.assert(
    fc.property(base, fc.array(term, { maxLength: 3 }), fc.integer({ min: 0, max: 5 }), (start, terms, power) => {
      const width = 2 ** power;
      const places = terms.reduce(
        (all, { stride, last }) =>
          all.flatMap((place) => Array.from({ length: last + 1 }, (_, turn) => place + stride * turn)),
        [start],
      );
      const columns = places.map((place) => ((place % width) + width) % width);
      expect(Math.max(...columns)).toBeLessThanOrEqual(lastColumn(start, terms, width));
    }),
  );
});
