import * as tf from "@tensorflow/tfjs-core";
import {
  channelsLast,
  epsilon,
  lenetBatch,
  lenetClasses,
  lenetImages,
  lenetParameters,
  weightChannelsLast,
} from "./data.ts";

/** The network of `ourTraining`, with operations of TensorFlow.js. Each call is a step, and gives its loss. */
export function theirTraining(dropout: number): () => tf.Scalar {
  const [w1, b1, scale1, offset1, w2, b2, scale2, offset2, w3, b3] = lenetParameters();
  const first = {
    ...layer(tf.tensor4d(weightChannelsLast(w1!, 8, 1), [5, 5, 1, 8]), b1!),
    ...normalization(scale1!, offset1!),
  };
  const second = {
    ...layer(tf.tensor4d(weightChannelsLast(w2!, 16, 8), [5, 5, 8, 16]), b2!),
    ...normalization(scale2!, offset2!),
  };
  const dense = layer(tf.tensor2d(weightChannelsLast(channelsLast(w3!, 10, 16), 10, 784), [784, 10]), b3!);
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  const [pixels, classes] = [lenetImages(), lenetClasses()];

  const block = (x: tf.Tensor4D, { weight, bias, ...norm }: typeof first): tf.Tensor4D => {
    const y: tf.Tensor4D = tf.add(tf.conv2d(x, weight, 1, "same"), bias);
    const { mean, variance } = tf.moments(y, [0, 1, 2]);
    norm.mean.assign(tf.add(tf.mul(norm.mean, 0.9), tf.mul(mean, 0.1)));
    norm.variance.assign(tf.add(tf.mul(norm.variance, 0.9), tf.mul(variance, 0.1)));
    const [m, v] = [tf.reshape<tf.Rank.R1>(mean, [-1]), tf.reshape<tf.Rank.R1>(variance, [-1])];
    return tf.maxPool(tf.relu(tf.batchNorm4d(y, m, v, norm.offset, norm.scale, epsilon)), 2, 2, "valid");
  };
  const lossOf = (images: tf.Tensor4D, labels: tf.Tensor): tf.Scalar => {
    const features = block(block(images, first), second);
    const kept = dropout === 0 ? features : tf.dropout(features, dropout);
    const logits = tf.add(tf.matMul(tf.reshape<tf.Rank.R2>(kept, [lenetBatch, -1]), dense.weight), dense.bias);
    return scalar(tf.losses.softmaxCrossEntropy(labels, logits));
  };
  return () =>
    tf.tidy(() => {
      const images = tf.tensor4d(pixels, [lenetBatch, 28, 28, 1]);
      const labels = tf.oneHot(tf.tensor1d(classes, "int32"), 10);
      return scalar(optimizer.minimize(() => lossOf(images, labels), true));
    });
}

function layer<R extends tf.Rank>(weight: tf.Tensor<R>, bias: Float32Array) {
  return { weight: tf.variable(weight), bias: tf.variable(tf.tensor1d(bias)) };
}

function normalization(scale: Float32Array, offset: Float32Array) {
  return {
    scale: tf.variable(tf.tensor1d(scale)),
    offset: tf.variable(tf.tensor1d(offset)),
    mean: tf.variable(tf.zeros<tf.Rank.R1>([scale.length]), false),
    variance: tf.variable(tf.ones<tf.Rank.R1>([scale.length]), false),
  };
}

function scalar(tensor: tf.Tensor | null): tf.Scalar {
  if (tensor && isScalar(tensor)) return tensor;
  throw new Error("expected a scalar");
}

function isScalar(tensor: tf.Tensor): tensor is tf.Scalar {
  return tensor.rank === 0;
}
