import { describe, expect, it } from "vitest";
import { shows } from "./shows.ts";

describe("shows", () => {
  it("compares numbers to the places given", () => {
    expect(shows(0.26894, "0.269")).toBe(true);
    expect(shows(0.26894, "0.268")).toBe(false);
    expect(shows(1.2341e-5, "1.23e-5")).toBe(true);
    expect(shows(1.25e-5, "1.23e-5")).toBe(false);
    expect(shows(3, "3")).toBe(true);
    expect(shows(Number.NaN, "NaN")).toBe(true);
    expect(shows(-Infinity, "-Infinity")).toBe(true);
    expect(shows(Number.NaN, "3")).toBe(false);
  });

  it("compares lists one by one", () => {
    expect(shows(new Float32Array([1, 2.5]), "1, 2.5")).toBe(true);
    expect(shows([1, 2], "1, 2, 3")).toBe(false);
    expect(shows([], "")).toBe(true);
    expect(shows([], "0")).toBe(false);
  });

  it("compares anything else by its text", () => {
    expect(shows("Linear(2 → 3)", "Linear(2 → 3)")).toBe(true);
    expect(shows(true, "false")).toBe(false);
  });
});
