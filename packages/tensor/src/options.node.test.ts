import { expect, it } from "vitest";
import { copyOptions, optionsKey, sameOptions } from "./options.ts";

const options = [
  undefined, null, true, 0, -0, 1, NaN, Infinity, -Infinity, "", "1", "true", [], [[]], [undefined], [1], ["1"],
  [1, 2], [[1], 2], {}, { a: 1 }, { a: "1" }, { a: -0 }, { a: 0 }, { b: 1 }, { a: 1, b: 2 }, { a: { b: 2 } },
  { a: [1, 2] }, { a: [1], b: 2 }, { a: null }, { a: "1,b:2" },
]; // prettier-ignore

it("tells options apart that differ in anything", () => {
  expect(new Set(options.map((each) => optionsKey(each))).size).toBe(options.length);
  const pairs = options.flatMap((one) => options.map((other) => [one, other] as const));
  expect(pairs.filter(([one, other]) => sameOptions(one, other))).toHaveLength(options.length);
});

it("takes an option that is not given for one that is undefined", () => {
  expect(optionsKey({ a: 1, b: undefined })).toBe(optionsKey({ a: 1 }));
  expect(sameOptions({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(sameOptions({ a: 1 }, { b: undefined, a: 1 })).toBe(true);
});

it("copies options, so that changing them later changes nothing", () => {
  const given = { sizes: [[1, 2], 3], name: "a" };
  const copy = copyOptions(given);
  given.sizes[0] = [5];
  given.name = "b";
  expect(copy).toEqual({ sizes: [[1, 2], 3], name: "a" });
  expect(options.every((each) => sameOptions(copyOptions(each), each))).toBe(true);
});

it("leaves what is not plain to the key", () => {
  expect(sameOptions(new Date(0), new Date(0))).toBe(false);
  expect(sameOptions({}, new Map())).toBe(false);
});
