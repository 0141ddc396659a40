import type { Fold } from "@nn/backend";
import { formatOf, type Format } from "../layout.ts";

/** What a fold may take in without a change of its result. */
export function neutral({ operator, body }: Fold): number {
  const limits: { readonly [F in Format]: readonly [number, number] } = {
    float: [-Infinity, Infinity],
    int: [-2147483648, 2147483647],
    uint: [0, 4294967295],
  };
  const [lowest, highest] = limits[formatOf(body.dtype)];
  switch (operator) {
    case "sum":
    case "dot":
      return 0;
    case "product":
      return 1;
    case "max":
    case "argmax":
      return lowest;
    case "min":
    case "argmin":
      return highest;
  }
}
