import { expect, it } from "vitest";
import { workloadNamed, workloads } from "./index.ts";
import { numbersOf, values } from "./values.ts";

it("has a name for each workload", () => {
  expect(new Set(workloads.map(({ name }) => name)).size).toBe(workloads.length);
  expect(workloadNamed("relu").title).toBe("ReLU");
  expect(() => workloadNamed("none")).toThrow("there is no workload none");
});

it("makes the same numbers of the same seed, spread around the offset", () => {
  const numbers = numbersOf(values([10, 100], 1, 0.5, 2));
  expect(numbers).toEqual(numbersOf(values([1000], 1, 0.5, 2)));
  expect(numbers).not.toEqual(numbersOf(values([1000], 2, 0.5, 2)));
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1.5);
  expect(Math.max(...numbers)).toBeLessThan(2.5);
  expect(numbers.reduce((sum, number) => sum + number, 0) / 1000).toBeCloseTo(2, 1);
});
