import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { logicalXor } from "./logicalXor.ts";

const device = await backend();

describe("logicalXor", () => {
  it("follows its truth table, with broadcasting", async () => {
    const x = tensor([[false], [true]], { backend: device });
    const y = tensor([false, true], { backend: device });
    const result = logicalXor(x, y);
    expect([result.dtype, result.shape]).toEqual(["bool", [2, 2]]);
    expect([...(await result.data())]).toEqual([0, 1, 1, 0]);
  });

  it("refuses numbers", () => {
    const x = zeros([1], { backend: device });
    expect(() => logicalXor(x, x)).toThrow("logicalXor: expected bool, got float32; convert with cast");
  });
});
