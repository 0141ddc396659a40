import { backend, expectClose } from "@nn/testing";
import { zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { LogSoftmax } from "./logSoftmax.ts";

const on = { backend: await backend() };

describe("LogSoftmax", () => {
  it("applies it", async () => {
    expectClose(await new LogSoftmax().forward(zeros([1, 1], on)).data(), [0]);
    expect(new LogSoftmax({ axis: 1 }).toString()).toBe("LogSoftmax(axis=1)");
  });
});
