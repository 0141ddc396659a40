import { describe, expect, it } from "vitest";
import { numbers, reluCase } from "./fixtures.ts";
import { checkSample } from "./sample.ts";

const testCase = reluCase({ inputs: [numbers("data", [1, -2, 3]), numbers("ratio", [0.75])] });

describe("checkSample", () => {
  it("accepts any choice of elements that are kept", () => {
    expect(checkSample(numbers("output", [4, 0, 12]), testCase)).toBeUndefined();
    expect(checkSample(numbers("output", [0, -8, 0]), testCase)).toBeUndefined();
  });

  it("refuses other numbers, and all or nothing", () => {
    expect(checkSample(numbers("output", [4, 0, 3]), testCase)).toBe("at 2: expected 0 or 12, got 3");
    const all = "expected some elements to be dropped and some to be kept, got 3 kept of 3";
    expect(checkSample(numbers("output", [4, -8, 12]), testCase)).toBe(all);
    expect(checkSample(numbers("output", [0, 0, 0]), testCase)).toBe(all.replace("got 3", "got 0"));
  });
});
