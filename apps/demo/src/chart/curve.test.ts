import { expect, it } from "vitest";
import { pathThrough, smooth, thin } from "./curve.ts";

const points = [4, 2, 0, 6].map((y, at) => ({ x: at + 1, y }));

it("smooths from the first value on", () => {
  // (0.5 · 4 + 2) / 1.5, (0.25 · 4 + 0.5 · 2 + 0) / 1.75, …
  const means = smooth(points, 0.5).map(({ y }) => y.toFixed(4));
  expect(means).toEqual(["4.0000", "2.6667", "1.1429", "3.7333"]);
});

it("thins by means of neighbours", () => {
  expect(thin(points, 4)).toBe(points);
  expect(thin(points, 2)).toEqual([{ x: 2, y: 3 }, { x: 4, y: 3 }]); // prettier-ignore
  expect(thin(points, 3)).toHaveLength(2);
});

it("writes paths", () => {
  expect(pathThrough(points.slice(0, 2))).toBe("M1.0 4.0L2.0 2.0");
  expect(pathThrough([])).toBe("");
});
