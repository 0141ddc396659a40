import { bilinear, embedding, linear as dense } from "@nn/linear";
import { add, matmul, mul, transpose, type Tensor } from "@nn/tensor";
import type { Adapter, Family } from "./adapter.ts";

const torchLinear: Adapter = {
  run: ({ input, optional }) => ({ output: dense(input("input"), input("weight"), optional("bias")) }),
};

const torchBilinear: Adapter = {
  run: ({ input, optional }) => ({
    output: bilinear(input("input1"), input("input2"), input("weight"), optional("bias")),
  }),
};

const torchEmbedding: Adapter = {
  run: ({ attributes, input }) => ({
    output: embedding(input("input"), input("weight"), { paddingIndex: attributes.number("padding_idx", 0) }),
  }),
};

const onnxGemm: Adapter = {
  run: ({ attributes, input, optional }) => {
    const alpha = attributes.number("alpha", 1);
    const beta = attributes.number("beta", 1);
    const [transA, transB] = [attributes.flag("transA", false), attributes.flag("transB", false)];
    return { Y: gemm({ a: input("A"), b: input("B"), c: optional("C"), alpha, beta, transA, transB }) };
  },
};

const webnnGemm: Adapter = {
  run: ({ attributes, input, optional }) => {
    const alpha = attributes.number("alpha", 1);
    const beta = attributes.number("beta", 1);
    const [transA, transB] = [attributes.flag("aTranspose", false), attributes.flag("bTranspose", false)];
    return { output: gemm({ a: input("a"), b: input("b"), c: optional("c"), alpha, beta, transA, transB }) };
  },
};

interface Gemm {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly c: Tensor | undefined;
  readonly alpha: number;
  readonly beta: number;
  readonly transA: boolean;
  readonly transB: boolean;
}

/** alpha · a · b + beta · c; it is `linear` where that does the same. */
function gemm({ a, b, c, alpha, beta, transA, transB }: Gemm): Tensor {
  const isLinear = alpha === 1 && beta === 1 && !transA && transB && c?.rank === 1;
  if (isLinear) return dense(a, b, c);
  const product = matmul(transA ? transpose(a) : a, transB ? transpose(b) : b);
  const scaled = mul(product, alpha);
  return c ? add(scaled, mul(c, beta)) : scaled;
}

export const linear: Family = {
  "torch-1.13": { Linear: torchLinear, Bilinear: torchBilinear, Embedding: torchEmbedding },
  "onnx-node": {
    Gemm: onnxGemm,
    MatMul: { run: ({ input }) => ({ Y: matmul(input("A"), input("B")) }) },
  },
  "wpt-webnn": {
    gemm: webnnGemm,
    matmul: { run: ({ input }) => ({ output: matmul(input("a"), input("b")) }) },
  },
};
