import { expect, it } from "vitest";
import { parseOptions } from "./options.ts";
import { workloadNames } from "./workloads.ts";

it("measures everything on both renderers by default", () => {
  expect(parseOptions([])).toEqual({
    renderers: ["llvmpipe", "swiftshader"],
    names: workloadNames,
    rounds: 7,
    firstRuns: 3,
    json: undefined,
    help: false,
  });
});

it("takes a choice", () => {
  const args = "-- --renderer swiftshader --only relu,maxPool2 --rounds 1 --first-runs 0 --json out.json".split(" ");
  const expected = { names: ["relu", "maxPool2"], rounds: 1, firstRuns: 0, json: "out.json" };
  expect(parseOptions(args)).toMatchObject({ renderers: ["swiftshader"], ...expected });
});

it.each([
  ["--renderer native", "--renderer: expected swiftshader, llvmpipe or both, got native"],
  ["--only relu,tanh", "--only: there is no workload tanh; choose among maxPool2, "],
  ["--rounds 0", "--rounds: expected a whole number of at least 1, got 0"],
  ["--rounds 1.5", "--rounds: expected a whole number of at least 1, got 1.5"],
  ["--first-runs=", "--first-runs: expected a whole number of at least 0, got "],
])("refuses %s", (args, message) => {
  expect(() => parseOptions(args.split(" "))).toThrow(message);
});
