import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { gatherGradient } from "./gatherGradient.ts";

const device = await backend();

describe("gatherGradient", () => {
  it("adds up what arrives at each position", async () => {
    const upstream = tensor([[1, 10], [2, 20], [4, 40]], { backend: device }); // prettier-ignore
    const indices = tensor([[0, 3], [0, 1], [-1, 1]], { backend: device, dtype: "int32" }); // prettier-ignore
    const gradient = gatherGradient(upstream, indices, { axis: 0, size: 3 });
    expect(await gradient.toArray()).toEqual([[3, 0], [0, 60], [0, 0]]); // prettier-ignore
  });
});
