import { tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Hardmax, hardmax } from "./hardmax.ts";

const on = { backend: await backend() };

describe("hardmax", () => {
  it("is 1 at the first maximum, along any axis", async () => {
    const x = tensor([[1, 3, 3], [4, 0, -1]], on); // prettier-ignore
    expect(await hardmax(x).toArray()).toEqual([[0, 1, 0], [1, 0, 0]]); // prettier-ignore
    expect(await new Hardmax({ axis: 0 }).forward(x).toArray()).toEqual([[0, 1, 1], [1, 0, 0]]); // prettier-ignore
    expect(new Hardmax().toString()).toBe("Hardmax(axis=-1)");
  });

  it("refuses axes that do not exist", () => {
    expect(() => hardmax(tensor([1], on), { axis: 1 })).toThrow(
      "hardmax: expected axis to be an integer from -1 to 0, got 1",
    );
  });
});
