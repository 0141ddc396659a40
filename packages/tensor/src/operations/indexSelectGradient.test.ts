import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { indexSelectGradient } from "./indexSelectGradient.ts";

const device = await backend();

describe("indexSelectGradient", () => {
  it("adds up what arrives at each position", async () => {
    const upstream = tensor([[1, 10], [2, 20], [4, 40]], { backend: device }); // prettier-ignore
    const indices = tensor([2, 0, 2], { backend: device, dtype: "int32" });
    const gradient = indexSelectGradient(upstream, indices, { axis: 0, size: 3 });
    expect(await gradient.toArray()).toEqual([[2, 20], [0, 0], [5, 50]]); // prettier-ignore
  });
});
