/** Operators that have no adapter, under the names of the suites: why the library cannot do what they do. */
export const missing: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "torch-1.13": {
    ...because(
      "the library has no such activation",
      ["ReLU6", "LeakyReLU", "RReLU", "PReLU", "ELU", "CELU", "SELU", "GELU", "SiLU", "Mish", "GLU", "LogSigmoid"],
      ["Hardtanh", "Hardsigmoid", "Hardswish", "Hardshrink", "Softplus", "Softsign", "Softshrink", "Tanhshrink"],
      ["Threshold"],
    ),
    ...because("pooling has at most two dimensions", ["MaxPool3d", "AvgPool3d"]),
    ...because(
      "the library has no adaptive pooling",
      ["AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d"],
      ["AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "AdaptiveMaxPool3d"],
    ),
    ...because("the library has no power-average pooling", ["LPPool1d", "LPPool2d"]),
    ...because("the library has no unpooling", ["MaxUnpool1d", "MaxUnpool2d", "MaxUnpool3d"]),
    ...because("dropout drops single elements only", ["Dropout2d", "Dropout3d", "AlphaDropout"]),
    ...because("batch norm is the only normalization", [
      "LayerNorm",
      "GroupNorm",
      "LocalResponseNorm",
      "InstanceNorm1d",
      "InstanceNorm2d",
      "InstanceNorm3d",
    ]),
    ...because("convolution has at most two dimensions", ["Conv3d"]),
    ...because("the library has no transposed convolution", ["ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"]),
    ...because("the library has no such layer", ["Bilinear", "Embedding"]),
    ...because(
      "the library has no such loss",
      ["L1Loss", "SmoothL1Loss", "HuberLoss", "BCELoss", "BCEWithLogitsLoss", "KLDivLoss", "SoftMarginLoss"],
      ["HingeEmbeddingLoss", "MarginRankingLoss", "MultiMarginLoss", "CosineEmbeddingLoss", "TripletMarginLoss"],
      ["PoissonNLLLoss", "GaussianNLLLoss"],
    ),
    ...because("the library has no such optimizer", ["RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam"]),
  },
  "onnx-node": {
    ...because(
      "the library has no such activation",
      ["LeakyRelu", "PRelu", "Elu", "Selu", "Gelu", "Swish", "SwiGLU", "ThresholdedRelu", "Shrink"],
      ["HardSigmoid", "HardSwish", "Softplus", "Softsign"],
    ),
    ...because("the library has no power-average pooling", ["LpPool"]),
    ...because("the library has no unpooling", ["MaxUnpool"]),
    ...because("batch norm is the only normalization", [
      "LayerNormalization",
      "GroupNormalization",
      "InstanceNormalization",
      "RMSNormalization",
      "LpNormalization",
      "LRN",
    ]),
    ...because("the library has no transposed convolution", ["ConvTranspose"]),
    ...because("the library has no such optimizer", ["Adagrad"]),
  },
  "wpt-webnn": {
    ...because("the library has no such activation", [
      "leakyRelu",
      "prelu",
      "elu",
      "gelu",
      "hardSigmoid",
      "hardSwish",
      "softplus",
      "softsign",
    ]),
    ...because("the library has no power-average pooling", ["l2Pool2d"]),
    ...because("batch norm is the only normalization", ["layerNormalization", "instanceNormalization"]),
    ...because("the library has no transposed convolution", ["convTranspose2d"]),
  },
};

function because(reason: string, ...operators: readonly (readonly string[])[]): Record<string, string> {
  return Object.fromEntries(operators.flat().map((operator) => [operator, reason]));
}
