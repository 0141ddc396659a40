import { expect, it } from "vitest";
import { parseOptions } from "./options.ts";
import { workloads } from "./workloads/index.ts";

it("measures everything, with one thread", () => {
  const options = parseOptions([]);
  expect(options.workloads).toEqual(workloads);
  expect(options.libraries[0]).toBe("ours");
  expect(options).toMatchObject({
    modes: ["compute", "read"],
    threads: undefined,
    rounds: 11,
    seconds: 1,
    json: undefined,
  });
});

it("chooses workloads by name, or by what names or titles contain", () => {
  const named = (only: string): string[] => parseOptions(["--", "--only", only]).workloads.map(({ name }) => name);
  expect(named("matmul")).toEqual(["matmul512", "matmul1024", "matmul2048"]);
  expect(named("average, softmax")).toEqual(["avgPool2", "softmax", "avgPool2Gradient"]);
  expect(named("relu, MaxPool2")).toEqual(["maxPool2", "relu"]);
  expect(() => named("nothing")).toThrow("--only: no workload contains nothing; --list names them");
});

it("leaves out what is not measured in the mode", () => {
  const named = (mode: string): string[] =>
    parseOptions(["--mode", mode, "--only", "relu,bn,call"]).workloads.map(({ name }) => name);
  expect(named("compute")).toEqual(["relu", "bnReluPool", "bnReluPoolKnown"]);
  expect(named("read")).toEqual(["relu", "bnReluPool", "bnReluPoolKnown", "reluCall", "maxPoolCall"]);
});

it("always has ours among the libraries, first", () => {
  expect(parseOptions(["--libraries", "ort-web,tfjs-wasm"]).libraries).toEqual(["ours", "tfjs-wasm", "ort-web"]);
  expect(() => parseOptions(["--libraries", "torch"])).toThrow("--libraries: there is no torch; choose among ours, ");
});

it("rejects what it cannot do", () => {
  expect(() => parseOptions(["--mode", "write"])).toThrow("--mode: expected compute, read or both, got write");
  expect(() => parseOptions(["--rounds", "0"])).toThrow("--rounds: expected a whole number of at least 1, got 0");
  expect(() => parseOptions(["--fast"])).toThrow("--fast");
});
