import { relu } from "@nn/activations";
import { floats, operation } from "./operation.ts";

const x = floats([2, 3, 5], -4, 4);

/** Activation functions; those that `@nn/tensor` has are among `elementwise` and `reductions`. */
export const activations = [operation("relu", [x], (a) => relu(a))];
