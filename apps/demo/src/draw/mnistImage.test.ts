import { expect, it } from "vitest";
import { centerOfMass, imageSide, mnistImage } from "./mnistImage.ts";
import type { Stroke } from "./strokes.ts";

const bar = (x: number, top: number, bottom: number): Stroke => [
  { x, y: top },
  { x, y: bottom },
];

/** First and last row and column with ink. */
function box(image: Uint8Array): number[] {
  const inked = [...image.keys()].filter((at) => image[at]! > 100);
  const rows = inked.map((at) => Math.floor(at / imageSide));
  const columns = inked.map((at) => at % imageSide);
  return [Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns)];
}

it("has nothing to show for an empty drawing", () => {
  expect(mnistImage([])).toBeUndefined();
});

it("fits a bar into 20 rows in the middle, wherever and however large it was drawn", () => {
  const large = mnistImage([bar(0.5, 0.1, 0.9)])!;
  expect(box(large)).toEqual([4, 23, 13, 14]);
  expect(mnistImage([bar(0.9, 0.2, 0.4)])).toEqual(large);
});

it("fades lines out at their edges", () => {
  const image = mnistImage([bar(0.5, 0.1, 0.9)])!;
  expect([...image.subarray(14 * imageSide + 10, 14 * imageSide + 18)]).toEqual([0, 0, 59, 255, 255, 59, 0, 0]);
});

it("centres by mass, not by extent", () => {
  // A 7: most of its ink is at the top.
  const seven: Stroke = [{ x: 0.2, y: 0.2 }, { x: 0.8, y: 0.2 }, { x: 0.5, y: 0.9 }]; // prettier-ignore
  const image = mnistImage([seven])!;
  const center = centerOfMass(image);
  expect(center.x).toBeCloseTo(14, 1);
  expect(center.y).toBeCloseTo(14, 1);
  const [top, bottom] = box(image);
  expect(bottom! - top! + 1).toBe(20);
  expect(top).toBeGreaterThan(4);
});

it("keeps the drawing inside the image", () => {
  // A scribble at the top and a long thin tail.
  const scribble = Array.from({ length: 40 }, (_, at) => ({ x: 0.5 + (at % 2) * 0.1, y: 0.1 + at * 0.001 }));
  const [top, bottom] = box(mnistImage([scribble, bar(0.5, 0.1, 0.9)])!);
  expect(bottom).toBeLessThan(imageSide);
  expect(bottom! - top! + 1).toBe(20);
});

it("shows a dot as a dot", () => {
  const dot = mnistImage([[{ x: 0.3, y: 0.7 }]])!;
  expect(box(dot)).toEqual([13, 14, 13, 14]);
});
