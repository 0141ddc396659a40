import { expect, it } from "vitest";
import { linearScale, niceTicks } from "./scale.ts";

it("maps a domain to a range", () => {
  const y = linearScale([0, 2], [100, 0]);
  expect([0, 0.5, 2].map(y)).toEqual([100, 75, 0]);
});

it("finds round ticks", () => {
  expect(niceTicks(2.4, 4)).toEqual([0, 1, 2, 3]);
  expect(niceTicks(2, 4)).toEqual([0, 0.5, 1, 1.5, 2]);
  expect(niceTicks(1, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(niceTicks(6000, 4)).toEqual([0, 2000, 4000, 6000]);
  expect(niceTicks(120000, 4)).toEqual([0, 50000, 100000, 150000]);
});
