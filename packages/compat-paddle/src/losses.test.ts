import { tensor, zeros } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { expect, it } from "vitest";
import { BCEWithLogitsLoss, CrossEntropyLoss, KLDivLoss, SmoothL1Loss } from "./losses.ts";

const on = { backend: await backend() };
const labels = (numbers: readonly number[], shape: readonly number[]) => tensor([...numbers], { ...on, dtype: "int32", shape }); // prettier-ignore

it("CrossEntropyLoss has its classes last, and takes labels of shape […, 1]", async () => {
  const logits = tensor([[[0, 0, 0], [0, Math.log(8), 0]]], on); // prettier-ignore
  const none = new CrossEntropyLoss({ reduction: "none" });
  const expected = [Math.log(3), Math.log(10 / 8)];
  expectClose(await none.forward(logits, labels([0, 1], [1, 2])).data(), expected);
  expectClose(await none.forward(logits, labels([0, 1], [1, 2, 1])).data(), expected);
  const ignoring = new CrossEntropyLoss({ ignoreIndex: 0 });
  expectClose([await ignoring.forward(logits, labels([0, 1], [1, 2])).item()], [expected[1]!]);
  const soft = new CrossEntropyLoss({ softLabel: true });
  expectClose([await soft.forward(tensor([[0, 0]], on), tensor([[0.3, 0.7]], on)).item()], [Math.log(2)]);
  const second = new CrossEntropyLoss({ axis: 1 });
  expectClose([await second.forward(zeros([1, 4, 3], on), labels([0, 1, 3], [1, 3])).item()], [Math.log(4)]);
});

it("CrossEntropyLoss refuses what it would compute otherwise", () => {
  expect(() => new CrossEntropyLoss({ softLabel: true, weight: zeros([2], on) })).toThrow(
    "CrossEntropyLoss: expected no weight with softLabel, got one",
  );
  expect(() => new CrossEntropyLoss().forward(zeros([2], on), labels([0], []))).toThrow(
    "CrossEntropyLoss: expected an input with classes behind the batch, got [2]",
  );
});

it("SmoothL1Loss is Huber's, which delta scales", async () => {
  const [x, y] = [tensor([1, 5], on), tensor([0, 0], on)];
  expectClose(await new SmoothL1Loss({ reduction: "none", delta: 2 }).forward(x, y).data(), [0.5, 8]);
  expectClose([await new SmoothL1Loss().forward(x, y).item()], [2.5]);
});

it("BCEWithLogitsLoss and KLDivLoss have PaddlePaddle's options", async () => {
  const weighted = new BCEWithLogitsLoss({ posWeight: tensor([3], on) });
  expectClose([await weighted.forward(tensor([0, 0], on), tensor([1, 0], on)).item()], [2 * Math.log(2)]);
  const [x, y] = [tensor([[Math.log(0.5), Math.log(0.5)]], on), tensor([[1, 0]], on)];
  expectClose([await new KLDivLoss().forward(x, y).item()], [Math.log(2) / 2]);
  expectClose([await new KLDivLoss({ reduction: "batchmean" }).forward(x, y).item()], [Math.log(2)]);
});
