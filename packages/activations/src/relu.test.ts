import { backend, checkGradient } from "@nn/testing";
import { grad, tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { ReLU, relu } from "./relu.ts";

const on = { backend: await backend() };

describe("relu", () => {
  it("keeps what is positive", async () => {
    const x = tensor([-2, -0, 0, 3, Infinity, -Infinity, NaN], on);
    expect(await relu(x).toArray()).toEqual([0, 0, 0, 3, Infinity, 0, NaN]);
    expect(await new ReLU().forward(tensor([[-1, 1]], on)).toArray()).toEqual([[0, 1]]);
  });

  it("takes integers too, but no bool", async () => {
    expect(await relu(tensor([-3, 4], { ...on, dtype: "int32" })).toArray()).toEqual([0, 4]);
    expect(() => relu(tensor([true], on))).toThrow("relu: expected a numeric type, got bool; convert with cast");
  });

  it("has gradient 1 above 0, else 0", async () => {
    const x = tensor([-2, 0, 3], { ...on, requiresGradient: true });
    const [gradient] = grad(relu(x), [x], tensor([5, Infinity, 7], on));
    expect(await gradient?.toArray()).toEqual([0, 0, 7]);
    await checkGradient(relu, [{ data: [-1, 2, -3, 0.5], shape: [2, 2] }]);
  });
});
