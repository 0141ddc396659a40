import { expect, it } from "vitest";
import { optionsKey } from "./operation.ts";

it("tells options apart that differ in anything", () => {
  const options = [
    undefined, null, true, 0, -0, 1, NaN, Infinity, -Infinity, "", "1", "true", [], [[]], [undefined], [1], ["1"],
    [1, 2], [[1], 2], {}, { a: 1 }, { a: "1" }, { a: -0 }, { a: 0 }, { b: 1 }, { a: 1, b: 2 }, { a: { b: 2 } },
    { a: [1, 2] }, { a: [1], b: 2 }, { a: null }, { a: "1,b:2" },
  ]; // prettier-ignore
  expect(new Set(options.map((each) => optionsKey(each))).size).toBe(options.length);
});

it("takes an option that is not given for one that is undefined", () => {
  expect(optionsKey({ a: 1, b: undefined })).toBe(optionsKey({ a: 1 }));
});
