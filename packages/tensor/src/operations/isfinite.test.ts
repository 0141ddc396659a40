import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { isfinite } from "./isfinite.ts";

const device = await backend();

describe("isfinite", () => {
  it("tells numbers, infinities and NaN apart", async () => {
    const result = isfinite(tensor([1, Infinity, -Infinity, NaN, -3e38], { backend: device }));
    expect(result.dtype).toBe("bool");
    expect(await result.toArray()).toEqual([1, 0, 0, 0, 1]);
  });

  it("refuses integers", () => {
    expect(() => isfinite(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "isfinite: expected float32 or float64, got int32; convert with cast",
    );
  });
});
