import { backend } from "@nn/testing";
import { add, backward, ones, sum, tensor, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Module, type AnyModule } from "./module.ts";
import { ModuleBuffer } from "./moduleBuffer.ts";
import { Parameter } from "./parameter.ts";
import { Sequential } from "./sequential.ts";

const device = await backend();

class Shift extends Module {
  readonly offset = new Parameter(tensor([1, 2], { backend: device }));
  readonly callCount = new ModuleBuffer(tensor(0, { backend: device }), { name: "calls" });
  readonly lastInput = new ModuleBuffer(zeros([2], { backend: device }), { persistent: false });

  override forward(input: Tensor): Tensor {
    return add(input, this.offset);
  }

  protected override describe(): string {
    return "2";
  }
}

class Model extends Module {
  readonly scale = new Parameter(tensor([5], { backend: device }));
  readonly inputShift = new Shift();
  readonly blocks: readonly AnyModule[] = [new Shift(), new Sequential(new Shift(), new Shift())];
  readonly size = 2;

  override forward(input: Tensor): Tensor {
    return this.inputShift.forward(input);
  }
}

describe("Module", () => {
  it("finds parameters by property, under PyTorch's names", () => {
    expect(new Model().namedParameters().map(([name]) => name)).toEqual([
      "scale",
      "input_shift.offset",
      "blocks.0.offset",
      "blocks.1.0.offset",
      "blocks.1.1.offset",
    ]);
  });

  it("finds buffers, persistent or not", () => {
    expect(new Shift().namedBuffers().map(([name]) => name)).toEqual(["calls", "last_input"]);
  });

  it("lists itself and the modules below, each before its parts", () => {
    const names = new Model().namedModules().map(([name]) => name);
    expect(names).toEqual(["", "input_shift", "blocks.0", "blocks.1", "blocks.1.0", "blocks.1.1"]);
  });

  it("counts a shared part once, and gives the state both names", () => {
    const shared = new Shift();
    const model = new Sequential(shared, shared);
    expect(model.parameters()).toEqual([shared.offset]);
    expect(model.modules()).toHaveLength(2);
    expect(Object.keys(model.stateDict())).toEqual(["0.offset", "0.calls", "1.offset", "1.calls"]);
  });

  it("sets the mode of all modules below", () => {
    const model = new Model();
    expect(model.eval()).toBe(model);
    expect(model.modules().map(({ training }) => training)).toEqual([false, false, false, false, false, false]);
    model.inputShift.train();
    expect(model.inputShift.training).toBe(true);
    expect(model.training).toBe(false);
  });

  it("collects gradients in parameters, and forgets them", async () => {
    const shift = new Shift();
    backward(sum(shift.forward(ones([3, 2], { backend: device }))));
    expect(await shift.offset.grad?.toArray()).toEqual([3, 3]);
    shift.zeroGrad();
    expect(shift.offset.grad).toBeUndefined();
  });

  it("prints like PyTorch", () => {
    expect(new Model().toString()).toBe(
      [
        "Model(",
        "  (input_shift): Shift(2)",
        "  (blocks.0): Shift(2)",
        "  (blocks.1): Sequential(",
        "    (0): Shift(2)",
        "    (1): Shift(2)",
        "  )",
        ")",
      ].join("\n"),
    );
  });
});
