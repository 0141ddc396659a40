import { backend } from "@nn/testing";
import { sum, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Softmax } from "./softmax.ts";

const on = { backend: await backend() };

describe("Softmax", () => {
  it("applies it", async () => {
    const layer = new Softmax({ axis: 0 });
    expect(await sum(layer.forward(zeros([4, 1], on))).item()).toBe(1);
    expect(layer.toString()).toBe("Softmax(axis=0)");
  });
});
