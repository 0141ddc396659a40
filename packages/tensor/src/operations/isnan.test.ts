import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { isnan } from "./isnan.ts";

const device = await backend();

describe("isnan", () => {
  it("tells numbers, infinities and NaN apart", async () => {
    const result = isnan(tensor([1, Infinity, -Infinity, NaN, -3e38], { backend: device }));
    expect(result.dtype).toBe("bool");
    expect(await result.toArray()).toEqual([0, 0, 0, 1, 0]);
  });

  it("refuses integers", () => {
    expect(() => isnan(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "isnan: expected float32 or float64, got int32; convert with cast",
    );
  });
});
