import { backend } from "@nn/testing";
import { NNError } from "@nn/backend";
import { Module, ModuleBuffer, Parameter, Sequential } from "@nn/module";
import { mul, ones, tensor, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { entry, fileOf, referenceFile } from "./fixtures.ts";
import { load } from "./load.ts";
import { open } from "./open.ts";
import { save } from "./save.ts";

const on = { backend: await backend() };

/** With PyTorch's names of a batch norm. */
class Norm extends Module {
  readonly weight = new Parameter(ones([2], on));
  readonly runningVariance = new ModuleBuffer(ones([2], on), { name: "running_var" });
  readonly numBatchesTracked = new ModuleBuffer(tensor(0, { ...on, dtype: "int32" }));

  override forward(input: Tensor): Tensor {
    return mul(input, this.weight);
  }
}

/** A file with the tensors of a {@link Norm}, as PyTorch saves them. */
function normFile(batches: bigint, weight: readonly number[] = [0x3c00, 0xc000]): Uint8Array {
  const data = new DataView(new ArrayBuffer(20));
  data.setBigInt64(0, batches, true);
  data.setFloat32(8, 3, true);
  data.setFloat32(12, 4, true);
  weight.forEach((bits, at) => data.setUint16(16 + 2 * at, bits, true));
  return fileOf(
    {
      num_batches_tracked: entry("I64", [], 0, 8),
      running_var: entry("F32", [2], 8, 16),
      weight: entry("F16", [2], 16, 20),
    },
    new Uint8Array(data.buffer),
  );
}

async function numbers(model: Module): Promise<unknown> {
  const entries = Object.entries(model.stateDict()).map(
    async ([name, value]) => [name, await value.toArray()] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

const start = { weight: [1, 1], running_var: [1, 1], num_batches_tracked: 0 };

describe("load", () => {
  it("gives a model the numbers of a file, in the model's types", async () => {
    const model = new Norm();
    await load(model, normFile(7n));
    expect(await numbers(model)).toEqual({ weight: [1, -2], running_var: [3, 4], num_batches_tracked: 7 });
    expect(model.numBatchesTracked.dtype).toBe("int32");
    expect(model.weight.dtype).toBe("float32");
  });

  it("takes an opened file, and a model within a model", async () => {
    const [one, other] = [new Sequential(new Norm(), new Norm()), new Sequential(new Norm(), new Norm())];
    await load(one.layers[1], normFile(3n));
    await load(other, await open(await save(one)));
    expect(await numbers(other)).toEqual(await numbers(one));
    expect(await other.layers[1].weight.data()).toEqual(Float32Array.of(1, -2));
  });

  it("passes over counters of batches that one side lacks", async () => {
    const plain = fileOf({ weight: entry("F32", [2], 0, 8), running_var: entry("F32", [2], 8, 16) }, 16);
    const model = new Norm();
    await load(model, plain);
    expect(await numbers(model)).toEqual({ weight: [0, 0], running_var: [0, 0], num_batches_tracked: 0 });
    class Bare extends Module {
      readonly weight = new Parameter(ones([2], on));
      readonly runningVar = new ModuleBuffer(ones([2], on));
      override forward(input: Tensor): Tensor {
        return input;
      }
    }
    const bare = new Bare();
    await load(bare, normFile(7n));
    expect(await numbers(bare)).toEqual({ weight: [1, -2], running_var: [3, 4] });
  });

  it("lists everything that does not fit, and changes nothing", async () => {
    const model = new Norm();
    const file = fileOf({ weight: entry("F32", [3], 0, 12), num_batches_tracked: entry("F32", [], 12, 16), extra: entry("U8", [1], 16, 17) }, 17); // prettier-ignore
    const error: unknown = await load(model, file).catch((thrown: unknown) => thrown);
    expect(NNError.isInstance(error) && error.code).toBe("state");
    expect(String(error)).toBe(
      [
        "NNError: load: the file does not fit Norm",
        'missing "running_var" float32 [2]',
        'unexpected "extra" U8 [1]',
        'unfit "weight": expected float32 [2], got F32 [3]',
        'unfit "num_batches_tracked": expected int32 [], got F32 []',
      ].join("\n  "),
    );
    expect(await numbers(model)).toEqual(start);
  });

  it("loads what there is where names need not match", async () => {
    const model = new Norm();
    const file = await save({ weight: tensor([5, 6], on), other: zeros([9], on) });
    await load(model, file, { strict: false });
    expect(await numbers(model)).toEqual({ ...start, weight: [5, 6] });
    await expect(load(model, referenceFile, { strict: false })).rejects.toThrow(
      'unfit "weight": expected float32 [2], got F32 [2, 3]',
    );
  });

  it("changes nothing where an integer is out of range", async () => {
    const model = new Norm();
    await expect(load(model, normFile(2n ** 31n))).rejects.toThrow(
      'safetensors: expected integers from -2147483648 to 2147483647 in tensor "num_batches_tracked", I64, got 2147483648',
    );
    expect(await numbers(model)).toEqual(start);
  });
});
