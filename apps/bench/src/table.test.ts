import { describe as group, expect, it } from "vitest";
import type { Cell, Report } from "./comparison/report.ts";
import { describe } from "./table.ts";

const machine = { processor: "a processor", copy: 10, multiplyAdd: 50 };
const libraries: Report["libraries"] = [
  { name: "ours", description: "ours 1", started: true },
  { name: "tfjs-wasm", description: "theirs 2", started: true },
];
const ours: Cell = { library: "ours", kind: "measured", samples: [10, 20, 40] };

function linesOf(...cells: readonly Cell[]): string[] {
  return describe({
    machine,
    libraries,
    rows: [{ workload: "relu", title: "ReLU", mode: "read", cells: [ours, ...cells] }],
  }).split("\n");
}

group("describe", () => {
  it("gives medians, minima, and how many times as long as ours they take", () => {
    const lines = linesOf({ library: "tfjs-wasm", kind: "measured", samples: [3, 0.03, 50] });
    expect(lines.slice(0, 3)).toEqual([
      "a processor; one thread in WebAssembly: copies 10.0 GB/s, multiplies and adds 50.0 GFLOP/s",
      "ours       ours 1",
      "tfjs-wasm  theirs 2",
    ]);
    expect(lines[5]?.split(/ {2,}/)).toEqual(["ReLU", "read", "20.0 / 10.0", "3.00 / 0.0300", "0.15×"]);
    expect(lines[4]?.length).toBe(lines[5]?.length);
    expect(lines).toHaveLength(6);
  });

  it("says loudly whose result is wrong, and why", () => {
    const lines = linesOf({ library: "tfjs-wasm", kind: "wrong", reason: "differs" });
    expect(lines[5]).toMatch(/ WRONG$/);
    expect(lines.at(-1)).toBe("WRONG RESULT, left out: tfjs-wasm, ReLU: differs");
  });

  it("leaves out what a library does not have", () => {
    const lines = linesOf({ library: "tfjs-wasm", kind: "unsupported", reason: "no gradients" });
    expect(lines[5]).toMatch(/ –$/);
    expect(lines).toHaveLength(6);
  });

  it("tells of libraries that did not start", () => {
    const text = describe({
      machine,
      libraries: [libraries[0]!, { name: "ort-node", description: "not installed", started: false }],
      rows: [],
    });
    expect(text).toMatch("ort-node  DID NOT START: not installed");
    expect(text.split("\n").at(-1)).not.toMatch("ort-node");
  });
});
