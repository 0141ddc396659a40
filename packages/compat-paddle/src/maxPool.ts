import { MaxPool1d, MaxPool2d, MaxPool3d } from "@nn/pooling";
import { poolOptions, type PoolOptions } from "./poolOptions.ts";

/** `paddle.nn.MaxPool1D`. What `return_mask` gives, `forwardWithIndices` gives here, counted within each plane, too. */
export class MaxPool1D extends MaxPool1d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: PoolOptions) {
    super(poolOptions("MaxPool1D", 1, options));
  }
}

/** `paddle.nn.MaxPool2D`. What `return_mask` gives, `forwardWithIndices` gives here, counted within each plane, too. */
export class MaxPool2D extends MaxPool2d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: PoolOptions) {
    super(poolOptions("MaxPool2D", 2, options));
  }
}

/** `paddle.nn.MaxPool3D`. What `return_mask` gives, `forwardWithIndices` gives here, counted within each plane, too. */
export class MaxPool3D extends MaxPool3d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: PoolOptions) {
    super(poolOptions("MaxPool3D", 3, options));
  }
}
