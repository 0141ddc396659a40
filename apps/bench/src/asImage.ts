import type * as tf from "@tensorflow/tfjs-core";

/** The tensor as TensorFlow.js wants images to be typed. */
export function asImage(x: tf.Tensor): tf.Tensor4D {
  if (isImage(x)) return x;
  throw new Error(`expected four axes, got ${x.rank}`);
}

function isImage(x: tf.Tensor): x is tf.Tensor4D {
  return x.rank === 4;
}
