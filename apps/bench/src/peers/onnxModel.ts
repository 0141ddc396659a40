import protobuf from "protobufjs";
import { numbersOf, type Values } from "../workloads/values.ts";

/** The parts of ONNX's format that are used here, as in its onnx.proto. */
const format = protobuf.parse(`
  syntax = "proto2";
  message ModelProto {
    optional int64 ir_version = 1;
    repeated OperatorSetIdProto opset_import = 8;
    optional GraphProto graph = 7;
  }
  message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
  message GraphProto {
    repeated NodeProto node = 1;
    optional string name = 2;
    repeated TensorProto initializer = 5;
    repeated ValueInfoProto input = 11;
    repeated ValueInfoProto output = 12;
  }
  message NodeProto {
    repeated string input = 1;
    repeated string output = 2;
    optional string op_type = 4;
    repeated AttributeProto attribute = 5;
  }
  message AttributeProto {
    optional string name = 1;
    optional float f = 2;
    optional int64 i = 3;
    repeated int64 ints = 8;
    optional int32 type = 20;
  }
  message TensorProto {
    repeated int64 dims = 1;
    optional int32 data_type = 2;
    optional string name = 8;
    optional bytes raw_data = 9;
  }
  message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
  message TypeProto { optional Tensor tensor_type = 1; }
  message Tensor { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
  message TensorShapeProto { repeated Dimension dim = 1; message Dimension { optional int64 dim_value = 1; } }
`, { keepCase: true }).root.lookupType("ModelProto"); // prettier-ignore

const types = { float: 1, int64: 7, bool: 9 } as const;

/** One operator: what it reads and writes by name, and its attributes; numbers that are not whole are floats. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** Numbers that belong to the model. */
export type OnnxConstant =
  | { readonly type: "float"; readonly shape: readonly number[]; readonly data: Float32Array<ArrayBuffer> }
  | { readonly type: "int64"; readonly shape: readonly number[]; readonly data: BigInt64Array<ArrayBuffer> }
  | { readonly type: "bool"; readonly shape: readonly number[]; readonly data: Uint8Array<ArrayBuffer> };

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: Readonly<Record<string, OnnxConstant>>;
  /** Names of float tensors. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Of inputs whose shape is known before they come. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
}

/** A model as a file would have it, of operator set 20. */
export function encodeModel({ nodes, constants, inputs, outputs, inputShapes = {} }: OnnxGraph): Uint8Array {
  const valueInfo = (name: string) => {
    const shape = inputShapes[name]?.map((size) => ({ dim_value: size }));
    return { name, type: { tensor_type: { elem_type: types.float, ...(shape && { shape: { dim: shape } }) } } };
  };
  const model = {
    ir_version: 9,
    opset_import: [{ domain: "", version: 20 }],
    graph: {
      name: "benchmark",
      node: nodes.map(({ operator, inputs, outputs, attributes = {} }) => ({
        input: inputs,
        output: outputs,
        op_type: operator,
        attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      })),
      initializer: Object.entries(constants).map(([name, { type, shape, data }]) => ({
        name,
        dims: shape,
        data_type: types[type],
        raw_data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      })),
      input: inputs.map(valueInfo),
      output: outputs.map(valueInfo),
    },
  };
  return format.encode(model).finish();
}

export function floatConstant(values: Values): OnnxConstant {
  return { type: "float", shape: values.shape, data: numbersOf(values) };
}

/** Attributes say of which kind they are. */
function attribute(name: string, value: number | readonly number[]) {
  if (typeof value !== "number") return { name, ints: value, type: 7 };
  return Number.isInteger(value) ? { name, i: value, type: 2 } : { name, f: value, type: 1 };
}
