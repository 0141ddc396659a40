import { Module } from "@nn/module";
import { tanh, type Tensor } from "@nn/tensor";

/** The hyperbolic tangent, element by element, as a module. */
export class Tanh extends Module {
  override forward(input: Tensor): Tensor {
    return tanh(input);
  }
}
