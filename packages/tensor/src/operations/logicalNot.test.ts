import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { logicalNot } from "./logicalNot.ts";

const device = await backend();

describe("logicalNot", () => {
  it("exchanges true and false", async () => {
    expect(await logicalNot(tensor([false, true], { backend: device })).toArray()).toEqual([1, 0]);
  });

  it("refuses numbers", () => {
    expect(() => logicalNot(zeros([1], { backend: device }))).toThrow(
      "logicalNot: expected bool, got float32; convert with cast",
    );
  });
});
