import { expect, it } from "vitest";
import { workloadNamed } from "../workloads/index.ts";
import { graphOf } from "./onnxGraph.ts";

it("makes a chain of nodes of the layers", () => {
  const { nodes, constants, inputs, outputs } = graphOf(workloadNamed("lenet1"), "given");
  expect(nodes.map(({ operator }) => operator).join(" ")).toBe(
    "Conv BatchNormalization Relu MaxPool Conv BatchNormalization Relu MaxPool Flatten Gemm",
  );
  expect(nodes[0]).toEqual({
    operator: "Conv",
    inputs: ["x", "constant0_0", "constant0_1"],
    outputs: ["y0"],
    attributes: { kernel_shape: [5, 5], strides: [1, 1], pads: [2, 2, 2, 2], group: 1 },
  });
  expect(nodes[1]?.inputs[0]).toBe("y0");
  expect(constants["constant0_0"]?.shape).toEqual([8, 1, 5, 5]);
  expect([inputs, outputs]).toEqual([["x"], ["y9"]]);
});

it("keeps a default for the input in the model, and returns one element, where nothing shall be copied", () => {
  const { nodes, constants, inputs, outputs } = graphOf(workloadNamed("matmul512"), "kept");
  expect(nodes.map(({ operator }) => operator)).toEqual(["MatMul", "Reshape", "Slice"]);
  expect(constants["x"]?.shape).toEqual([512, 512]);
  expect([inputs, outputs]).toEqual([["x"], ["first"]]);
});

it("tells the input's shape where a workload says that it is known", () => {
  expect(graphOf(workloadNamed("bnReluPool"), "given").inputShapes).toBeUndefined();
  expect(graphOf(workloadNamed("bnReluPoolKnown"), "kept").inputShapes).toEqual({ x: [32, 64, 112, 112] });
});
