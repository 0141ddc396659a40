import { expect, it } from "vitest";
import * as names from "./index.ts";

it("exports these names", () => {
  expect(Object.keys(names).sort().join(" ")).toMatchInlineSnapshot(
    `"AdaptiveAvgPool1D AdaptiveAvgPool2D AdaptiveAvgPool3D AdaptiveMaxPool1D AdaptiveMaxPool2D AdaptiveMaxPool3D AlphaDropout AvgPool1D AvgPool2D AvgPool3D BCELoss BCEWithLogitsLoss BatchNorm1D BatchNorm2D BatchNorm3D Bilinear CELU Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose CosineEmbeddingLoss CrossEntropyLoss Dropout Dropout2D Dropout3D ELU Embedding FeatureAlphaDropout FractionalMaxPool2D FractionalMaxPool3D GELU GLU GroupNorm Hardshrink Hardsigmoid Hardswish Hardtanh HingeEmbeddingLoss InstanceNorm1D InstanceNorm2D InstanceNorm3D KLDivLoss L1Loss LPPool1D LPPool2D LayerNorm LeakyReLU Linear LocalResponseNorm LogSigmoid LogSoftmax MSELoss MarginRankingLoss MaskedPool MaxPool1D MaxPool2D MaxPool3D MaxUnPool1D MaxUnPool2D MaxUnPool3D Maxout Mish NLLLoss PReLU RReLU ReLU ReLU6 SELU Sigmoid Silu SmoothL1Loss SoftMarginLoss Softmax Softmax2D Softplus Softshrink Softsign Swish Tanh Tanhshrink ThresholdedReLU spectralNorm weightNorm"`,
  );
});
