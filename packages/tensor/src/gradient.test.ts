import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { scalarTensor, tensor } from "./create.ts";
import { backward, grad } from "./gradient.ts";
import { noGrad } from "./history.ts";
import { add } from "./operations/add.ts";
import { sum } from "./operations/sum.ts";
import { Variable } from "./variable.ts";

const device = await backend();

describe("grad", () => {
  it("adds what arrives along several paths", async () => {
    const x = tensor([1, 2, 3], { backend: device, requiresGradient: true });
    const [gradient] = grad(sum(add(add(x, x), x)), [x]);
    expect(await gradient!.toArray()).toEqual([3, 3, 3]);
  });

  it("sums over the axes that an operand was stretched along", async () => {
    const x = tensor([[1], [2]], { backend: device, requiresGradient: true });
    const y = tensor([10, 20, 30], { backend: device, requiresGradient: true });
    const gradients = grad(sum(add(x, y)), [x, y]);
    expect(await gradients[0]!.toArray()).toEqual([[3], [3]]);
    expect(await gradients[1]!.toArray()).toEqual([2, 2, 2]);
  });

  it("starts from the given upstream gradient", async () => {
    const x = tensor([1, 2], { backend: device, requiresGradient: true });
    const [gradient] = grad(add(x, x), [x], tensor([5, 7], { backend: device }));
    expect(await gradient!.toArray()).toEqual([10, 14]);
  });

  it("uses the numbers that a variable had when it was used", async () => {
    const w = new Variable(tensor([1], { backend: device }), true);
    const y = add(w, w);
    w.assign(tensor([100], { backend: device }));
    expect(await grad(y, [w])[0]!.toArray()).toEqual([2]);
    expect(await y.toArray()).toEqual([2]);
  });

  it("says what to do where there is no gradient", () => {
    const x = tensor([1, 2], { backend: device, requiresGradient: true });
    const other = tensor([1, 2], { backend: device });
    expect(() => grad(add(other, 1), [other])).toThrow(
      "grad: the output requires no gradient: nothing that it is made of does",
    );
    expect(() => grad(add(x, 1), [other])).toThrow(
      "grad: the output does not depend on input 0 (float32 [2]); create it with requiresGradient: true, " +
        "and do not detach what depends on it",
    );
    expect(() => grad(add(x, 1), [x], other.detach())).not.toThrow();
    expect(() => grad(add(x, 1), [x], scalarTensor(1, "float32", device))).toThrow(
      "grad: expected upstream gradient of shape [2], got []",
    );
  });

  it("stops at detach and within noGrad", () => {
    const x = tensor([1, 2], { backend: device, requiresGradient: true });
    expect(add(x.detach(), 1).requiresGradient).toBe(false);
    expect(noGrad(() => add(x, 1)).requiresGradient).toBe(false);
    expect(add(x, 1).requiresGradient).toBe(true);
  });

  it("records again after an error within noGrad", () => {
    const x = tensor([1, 2], { backend: device, requiresGradient: true });
    const fail = (): never => {
      throw new Error("inside");
    };
    expect(() => noGrad(fail)).toThrow("inside");
    expect(add(x, 1).requiresGradient).toBe(true);
  });
});

describe("backward", () => {
  it("collects in variables, over several calls", async () => {
    const w = new Variable(tensor([1, 2], { backend: device }), true);
    backward(sum(add(w, w)));
    backward(sum(w));
    expect(await w.grad!.toArray()).toEqual([3, 3]);
  });

  it("computes the loss in the same plan as the update, without being asked for it again", async () => {
    const w = new Variable(tensor([1, 2], { backend: device }), true);
    const loss = sum(add(w, w));
    backward(loss);
    w.assign(add(w, w.grad!));
    expect(await w.toArray()).toEqual([3, 4]);
    expect(await loss.item()).toBe(6);
  });
});
