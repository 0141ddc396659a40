import { describe as group, expect, it } from "vitest";
import type { RendererReport, Row } from "./comparison.ts";
import { describe, faultOf } from "./table.ts";

const relu: Row = {
  name: "relu",
  first: { ours: [50], theirs: [100] },
  calls: { ours: [9, 8, 10], theirs: [18, 27, 9] },
  amortised: { ours: [2, 2, 4], theirs: [5, 5, 1] },
  difference: 0,
};

group("describe", () => {
  it("gives medians, ratios, and whether the target is reached", () => {
    const [title, , , headings, first, second] = linesOf("llvmpipe", relu, { ...relu, name: "maxPool2" });
    expect(title).toBe("llvmpipe: a renderer, Chromium 1.2");
    expect(headings).toMatch(/^workload +first run +ratio +call to data +ratio +amortised +ratio +target/);
    expect(first?.split(/ {2,}/)).toEqual(
      ["ReLU", "50.0 / 100", "2.00", "9.00 / 18.0", "2.00", "2.00 / 5.00", "2.50", "1.8 ✓", "0.0e+0"], // prettier-ignore
    );
    expect(second).toMatch(/ 2\.50 +6 ✗ /);
    expect(new Set([headings, first, second].map((line) => line?.length)).size).toBe(1);
  });

  it("has the targets of each renderer", () => {
    expect(linesOf("swiftshader", { ...relu, name: "maxPool2" })[4]).toMatch(/ 10 ✗ /);
  });

  it("leaves out what was not measured, and says why", () => {
    const lines = linesOf("llvmpipe", { name: "relu", error: "lost" });
    expect(lines[4]?.split(/ {2,}/)).toEqual(["ReLU", "–", "–", "–", "–", "–", "–", "1.8 ✗", "error"]);
    expect(lines.at(-1)).toBe("ReLU: lost");
    expect(linesOf("llvmpipe", { ...relu, first: { ours: [], theirs: [] } })[4]).toMatch(/^ReLU +– +– +9/);
  });

  it("marks wrong values", () => {
    expect(linesOf("llvmpipe", { ...relu, difference: 0.5 })[4]).toMatch(/ 5\.0e-1 WRONG$/);
  });
});

group("faultOf", () => {
  it("is an error, or a difference beyond the tolerance", () => {
    expect(faultOf(relu)).toBeUndefined();
    expect(faultOf({ name: "relu", error: "lost" })).toBe("lost");
    expect(faultOf({ ...relu, difference: 0.5 })).toBe("results differ by 0.5, more than 0.000001");
    expect(faultOf({ ...relu, difference: NaN })).toBe("results differ by NaN, more than 0.000001");
  });
});

function linesOf(renderer: RendererReport["renderer"], ...rows: readonly Row[]): string[] {
  return describe({ renderer, description: "a renderer", browser: "1.2", rows }).split("\n");
}
