import { NNError } from "@nn/backend";
import { Module } from "@nn/module";
import { add, formatShape, sameShape, type Tensor } from "@nn/tensor";

/**
 * y = main(x) + shortcut(x); without a shortcut y = main(x) + x.
 *
 * Source: He, Zhang, Ren & Sun 2015, "Deep Residual Learning for Image Recognition".
 *
 * @typeParam Main what is learned beside the shortcut
 */
export class Residual<
  Main extends Module = Module,
  Shortcut extends Module | undefined = Module | undefined,
> extends Module {
  readonly main: Main;
  /** Where sizes change, a projection, such as a convolution with a kernel of 1; else nothing. */
  readonly shortcut: Shortcut | undefined;

  constructor(main: Main, shortcut?: Shortcut) {
    super();
    this.main = main;
    this.shortcut = shortcut;
  }

  /** @throws NNError `shape` unless both give one shape */
  override forward(input: Tensor): Tensor {
    const main = this.main.forward(input);
    const shortcut = this.shortcut?.forward(input) ?? input;
    if (sameShape(main.shape, shortcut.shape)) return add(main, shortcut);
    const expected = `main to give the shortcut's shape ${formatShape(shortcut.shape)}`;
    throw new NNError("shape", `Residual: expected ${expected}, got ${formatShape(main.shape)}`);
  }
}
