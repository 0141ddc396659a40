import {
  alphaDropout,
  dropout,
  dropout1d,
  dropout2d,
  dropout3d,
  dropoutWithMask,
  featureAlphaDropout,
  gaussianDropout,
} from "@nn/dropout";
import { generator } from "@nn/tensor";
import { floats, operation } from "./operation.ts";

const seeded = () => ({ probability: 0.4, generator: generator(1) });

/** Dropout; the same seed has to give the same mask. */
export const dropouts = [
  operation("dropout", [floats([4, 6])], (x) => dropout(x, { ...seeded(), sharedAxes: 1 }), { variant: "shared axes" }),
  operation("dropoutWithMask", [floats([4, 6])], (x) => dropoutWithMask(x, seeded()).output),
  operation("dropout1d", [floats([2, 4, 3])], (x) => dropout1d(x, seeded())),
  operation("dropout2d", [floats([2, 4, 2, 3])], (x) => dropout2d(x, seeded())),
  operation("dropout3d", [floats([1, 4, 2, 2, 1])], (x) => dropout3d(x, seeded())),
  operation("alphaDropout", [floats([4, 6])], (x) => alphaDropout(x, seeded())),
  operation("featureAlphaDropout", [floats([2, 4, 3])], (x) => featureAlphaDropout(x, seeded())),
  operation("gaussianDropout", [floats([4, 6])], (x) => gaussianDropout(x, seeded())),
];
