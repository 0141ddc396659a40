import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { logicalOr } from "./logicalOr.ts";

const device = await backend();

describe("logicalOr", () => {
  it("follows its truth table, with broadcasting", async () => {
    const x = tensor([[false], [true]], { backend: device });
    const y = tensor([false, true], { backend: device });
    const result = logicalOr(x, y);
    expect([result.dtype, result.shape]).toEqual(["bool", [2, 2]]);
    expect([...(await result.data())]).toEqual([0, 1, 1, 1]);
  });

  it("refuses numbers", () => {
    const x = zeros([1], { backend: device });
    expect(() => logicalOr(x, x)).toThrow("logicalOr: expected bool, got float32; convert with cast");
  });
});
