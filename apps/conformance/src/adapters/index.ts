import type { Coverage } from "../run.ts";
import { activation } from "./activation.ts";
import type { Adapters, Family } from "./adapter.ts";
import { adaptivePool } from "./adaptivePool.ts";
import { avgPool } from "./avgPool.ts";
import { batchNorm } from "./batchNorm.ts";
import { convolution } from "./convolution.ts";
import { dropout } from "./dropout.ts";
import { linear } from "./linear.ts";
import { loss } from "./loss.ts";
import { lpPool } from "./lpPool.ts";
import { maxPool } from "./maxPool.ts";
import { maxUnpool } from "./maxUnpool.ts";
import { missing } from "./missing.ts";
import { normalization } from "./normalization.ts";
import { optimizer } from "./optimizer.ts";
import { softmax } from "./softmax.ts";

const families: readonly Family[] = [
  activation,
  softmax,
  maxPool,
  avgPool,
  lpPool,
  adaptivePool,
  maxUnpool,
  batchNorm,
  normalization,
  dropout,
  linear,
  convolution,
  loss,
  optimizer,
];

/** What the library has for the operators of the suites. */
export const coverage: Coverage = {
  adapters: {
    "torch-1.13": ofSuite("torch-1.13"),
    "onnx-node": ofSuite("onnx-node"),
    "wpt-webnn": ofSuite("wpt-webnn"),
  },
  missing,
};

function ofSuite(suite: keyof Family): Adapters {
  return Object.fromEntries(families.flatMap((family) => Object.entries(family[suite] ?? {})));
}
