import { Module } from "@nn/module";
import { sigmoid, type Tensor } from "@nn/tensor";

/** 1 / (1 + e^−x), element by element, as a module. */
export class Sigmoid extends Module {
  override forward(input: Tensor): Tensor {
    return sigmoid(input);
  }
}
