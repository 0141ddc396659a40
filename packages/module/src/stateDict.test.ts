import { backend } from "@nn/testing";
import { NNError } from "@nn/backend";
import { tensor, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Module } from "./module.ts";
import { ModuleBuffer } from "./moduleBuffer.ts";
import { Parameter } from "./parameter.ts";

const device = await backend();

class Normalizer extends Module {
  readonly weight = new Parameter(tensor([1, 1], { backend: device }));
  readonly runningVariance = new ModuleBuffer(tensor([3, 4], { backend: device }), { name: "running_var" });
  readonly batches = new ModuleBuffer(tensor(7, { backend: device, dtype: "int32" }));
  readonly scratch = new ModuleBuffer(zeros([9], { backend: device }), { persistent: false });

  override forward(input: Tensor): Tensor {
    return input;
  }
}

function thrown(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("stateDict", () => {
  it("holds parameters and persistent buffers under PyTorch's names", async () => {
    const state = new Normalizer().stateDict();
    expect(Object.keys(state)).toEqual(["weight", "running_var", "batches"]);
    expect(await state["running_var"]?.toArray()).toEqual([3, 4]);
  });

  it("keeps the numbers of its time", async () => {
    const module = new Normalizer();
    const state = module.stateDict();
    module.weight.assign(tensor([8, 9], { backend: device }));
    expect(await module.weight.toArray()).toEqual([8, 9]);
    expect(await state["weight"]?.toArray()).toEqual([1, 1]);
  });
});

describe("loadStateDict", () => {
  it("gives back what stateDict held", async () => {
    const module = new Normalizer();
    const state = {
      weight: tensor([5, 6], { backend: device }),
      running_var: tensor([7, 8], { backend: device }),
      batches: tensor(2, { backend: device, dtype: "int32" }),
    };
    module.loadStateDict(state);
    expect(await module.weight.toArray()).toEqual([5, 6]);
    expect(await module.runningVariance.toArray()).toEqual([7, 8]);
    expect(await module.batches.item()).toBe(2);
  });

  it("lists everything that does not fit, and changes nothing", async () => {
    const module = new Normalizer();
    const state = {
      weight: tensor([5, 6], { backend: device }),
      running_var: zeros([3], { backend: device }),
      bias: zeros([2], { backend: device }),
    };
    const error = thrown(() => module.loadStateDict(state));
    expect(NNError.isInstance(error) && error.code).toBe("state");
    expect(NNError.isInstance(error) && error.message).toBe(
      [
        "loadStateDict: the state does not fit Normalizer",
        '  missing "batches" int32 []',
        '  unexpected "bias" float32 [2]',
        '  unfit "running_var": expected float32 [2], got float32 [3]',
      ].join("\n"),
    );
    expect(await module.weight.toArray()).toEqual([1, 1]);
  });

  it("passes over names where it is not strict, but not over shapes", async () => {
    const module = new Normalizer();
    module.loadStateDict(
      { weight: tensor([2, 3], { backend: device }), bias: tensor(1, { backend: device }) },
      { strict: false },
    );
    expect(await module.weight.toArray()).toEqual([2, 3]);
    const wrong = { weight: zeros([4], { backend: device }) };
    expect(() => module.loadStateDict(wrong, { strict: false })).toThrow(
      'loadStateDict: the state does not fit Normalizer\n  unfit "weight": expected float32 [2], got float32 [4]',
    );
  });
});
