import type { Layer, Workload } from "../workloads/workload.ts";
import { epsilon } from "../workloads/workload.ts";
import { floatConstant, type OnnxConstant, type OnnxGraph, type OnnxNode } from "./onnxModel.ts";

/** What a layer becomes. */
interface Lowered {
  readonly operator: string;
  readonly attributes?: OnnxNode["attributes"];
  /** Operands after the first; `undefined` for one that is left out. */
  readonly operands?: readonly (OnnxConstant | undefined)[];
  /** How many results it has; those after the first are not read. */
  readonly outputs?: number;
}

/** How the input comes to the model. */
export type Feed = "given" | "kept";

/**
 * The layers as a graph.
 *
 * @param feed `given`: the input comes with each run and the output is returned, both through JavaScript; `kept`: the model
 *   has a default for its input, which nobody overrides, and returns one element of its output, so that neither is copied.
 *   A constant would be folded.
 */
export function graphOf({ input, layers, knowsShapes }: Workload, feed: Feed): OnnxGraph {
  const known = knowsShapes && { inputShapes: { x: input.shape } };
  const constants: Record<string, OnnxConstant> = {};
  const nodes: OnnxNode[] = [];
  let last = "x";
  for (const [position, layer] of layers.entries()) {
    const { operator, attributes = {}, operands = [], outputs = 1 } = lower(layer);
    const names = operands.map((operand, at) => {
      if (!operand) return "";
      const name = `constant${position}_${at}`;
      constants[name] = operand;
      return name;
    });
    const results = Array.from({ length: outputs }, (_, at) => (at === 0 ? `y${position}` : `y${position}_${at}`));
    nodes.push({ operator, inputs: [last, ...names], outputs: results, attributes });
    last = results[0]!;
  }
  if (feed === "given") return { nodes, constants, inputs: ["x"], outputs: [last], ...known };
  nodes.push({ operator: "Reshape", inputs: [last, "flat"], outputs: ["all"] });
  nodes.push({ operator: "Slice", inputs: ["all", "zero", "one"], outputs: ["first"] });
  const extra = { x: floatConstant(input), flat: integers(-1), zero: integers(0), one: integers(1) };
  return { nodes, constants: { ...constants, ...extra }, inputs: ["x"], outputs: ["first"], ...known };
}

function lower(layer: Layer): Lowered {
  switch (layer.kind) {
    case "relu":
      return { operator: "Relu" };
    case "sigmoid":
      return { operator: "Sigmoid" };
    case "tanh":
      return { operator: "Tanh" };
    case "gelu":
      return { operator: "Gelu" };
    case "softmax":
      return { operator: "Softmax" };
    case "flatten":
      return { operator: "Flatten" };
    case "maxPool2d":
    case "avgPool2d":
      return { operator: layer.kind === "maxPool2d" ? "MaxPool" : "AveragePool", attributes: windowOf(layer) };
    case "batchNorm": {
      const operands = [layer.weight, layer.bias, layer.mean, layer.variance].map(floatConstant);
      const training = { attributes: { epsilon, training_mode: 1 }, outputs: 3 };
      return { operator: "BatchNormalization", operands, ...(layer.training ? training : { attributes: { epsilon } }) };
    }
    case "dropout":
      return { operator: "Dropout", operands: [float(layer.probability), truth()] };
    case "matmul":
      return { operator: "MatMul", operands: [floatConstant(layer.factor)] };
    case "linear": {
      const operands = [floatConstant(layer.weight), floatConstant(layer.bias)];
      return { operator: "Gemm", operands, attributes: { transB: 1 } };
    }
    case "conv2d": {
      const { weight, bias, groups } = layer;
      const operands = [floatConstant(weight), ...(bias ? [floatConstant(bias)] : [])];
      const attributes = { ...windowOf({ ...layer, kernelSize: weight.shape[2]! }), group: groups };
      return { operator: "Conv", operands, attributes };
    }
  }
}

function windowOf(layer: { readonly kernelSize: number; readonly stride: number; readonly padding: number }) {
  const { kernelSize, stride, padding } = layer;
  return { kernel_shape: [kernelSize, kernelSize], strides: [stride, stride], pads: Array<number>(4).fill(padding) };
}

function integers(...numbers: readonly number[]): OnnxConstant {
  return { type: "int64", shape: [numbers.length], data: BigInt64Array.from(numbers, BigInt) };
}

function float(number: number): OnnxConstant {
  return { type: "float", shape: [], data: Float32Array.of(number) };
}

function truth(): OnnxConstant {
  return { type: "bool", shape: [], data: Uint8Array.of(1) };
}
