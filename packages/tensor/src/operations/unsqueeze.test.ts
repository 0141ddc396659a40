import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { unsqueeze } from "./unsqueeze.ts";

const device = await backend();

describe("unsqueeze", () => {
  it("adds an axis of size 1", async () => {
    const x = tensor([1, 2], { backend: device });
    expect(await unsqueeze(x, 0).toArray()).toEqual([[1, 2]]);
    expect(await unsqueeze(x, -1).toArray()).toEqual([[1], [2]]);
    expect(unsqueeze(tensor(1, { backend: device }), 0).shape).toEqual([1]);
  });

  it("refuses axes that the result does not have", () => {
    expect(() => unsqueeze(tensor([1], { backend: device }), 2)).toThrow(
      "unsqueeze: expected axis to be an integer from -2 to 1, got 2",
    );
  });
});
