import type { Tensor } from "@nn/tensor";
import { Module, type Member } from "./module.ts";

/**
 * Modules one after the other: each gets what the one before it gave. They are named by their positions, as in PyTorch:
 * `0.weight`.
 *
 * @typeParam Layers the modules as a tuple, so that `model.layers[0]` has its own type
 */
export class Sequential<const Layers extends readonly Module[] = readonly Module[]> extends Module {
  /** The modules in order. */
  readonly layers: Layers;

  constructor(...layers: Layers) {
    super();
    this.layers = layers;
  }

  override forward(input: Tensor): Tensor {
    return this.layers.reduce((value, layer) => layer.forward(value), input);
  }

  override members(): [name: string, member: Member][] {
    return this.layers.map((layer, position): [string, Member] => [String(position), layer]);
  }
}
