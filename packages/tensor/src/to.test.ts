import { interpreter } from "@nn/backend";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "./create.ts";
import { add } from "./operations/add.ts";
import { to } from "./to.ts";

const device = await backend();

describe("to", () => {
  it("moves numbers, types and shapes", async () => {
    const other = await interpreter({ name: "other" });
    const moved = await to(add(tensor([[1, 2]], { backend: device }), 1), other);
    expect([moved.backend, moved.dtype, moved.shape]).toEqual([other, "float32", [1, 2]]);
    expect(await moved.toArray()).toEqual([[2, 3]]);
    expect(await (await to(tensor([true, false], { backend: device }), other)).toArray()).toEqual([1, 0]);
    expect((await to(tensor([true], { backend: device }), other)).dtype).toBe("bool");
  });

  it("gives a leaf, which requires gradients if the tensor does", async () => {
    const x = tensor([1], { backend: device, requiresGradient: true });
    const moved = await to(add(x, 1), await interpreter());
    expect([moved.requiresGradient, moved.history]).toEqual([true, undefined]);
  });

  it("gives the tensor itself where it is already there", async () => {
    const x = tensor([1], { backend: device });
    expect(await to(x, device)).toBe(x);
  });

  it("refuses a type that the other backend lacks", async () => {
    const small = await interpreter({ name: "small", dtypes: ["float32"] });
    await expect(to(tensor([1], { backend: device, dtype: "int32" }), small)).rejects.toThrow(
      'tensor: backend "small" does not support int32; it supports float32',
    );
  });
});
