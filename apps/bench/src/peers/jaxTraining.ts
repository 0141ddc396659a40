import { jit, lax, nn, numpy as np, random, valueAndGrad } from "@jax-js/jax";
import { epsilon, lenetBatch, lenetClasses, lenetImages, lenetParameters, lenetShapes } from "../browser/page/data.ts";

const [rate, beta1, beta2, tiny] = [1e-3, 0.9, 0.999, 1e-8] as const;
const perChannel = [0, 2, 3];

/**
 * The network of `ourTraining` in jax-js, and Adam, which it has in a package of its own. Each call is a step, and gives
 * its loss. There are no running statistics, which the loss does not need.
 */
export function jaxTraining(dropout: number): () => np.Array {
  let parameters = lenetParameters().map((numbers, at) =>
    np.array(new Float32Array(numbers), { shape: [...lenetShapes[at]!] }),
  );
  let means = parameters.map((parameter) => np.zerosLike(parameter.ref));
  let squares = parameters.map((parameter) => np.zerosLike(parameter.ref));
  const pixels = new Float32Array(lenetImages());
  const labels = nn.oneHot(np.array(lenetClasses(), { dtype: np.int32 }), 10);
  const step = jit(
    (parameters: np.Array[], means: np.Array[], squares: np.Array[], ...rest: np.Array[]): np.Array[][] => {
      const [images, labels, key, rateNow] = rest;
      const lossOf = (parameters: np.Array[]): np.Array => loss(parameters, images!, labels!, key!, dropout);
      const [value, gradients] = valueAndGrad(lossOf)(parameters.map((parameter) => parameter.ref));
      const nextMeans = means.map((mean, at) => mean.mul(beta1).add(gradients[at]!.ref.mul(1 - beta1)));
      const nextSquares = squares.map((square, at) => square.mul(beta2).add(np.square(gradients[at]!).mul(1 - beta2)));
      const next = parameters.map((parameter, at) =>
        parameter.sub(rateNow!.ref.mul(nextMeans[at]!.ref).div(np.sqrt(nextSquares[at]!.ref).add(tiny))),
      );
      return [[value], next, nextMeans, nextSquares];
    },
  );
  let count = 0;
  return () => {
    count++;
    const images = np.array(pixels, { shape: [lenetBatch, 1, 28, 28] });
    // Corrects both means for having started from 0, up to the place of the tiny number.
    const rateNow = np.array([(rate * Math.sqrt(1 - beta2 ** count)) / (1 - beta1 ** count)]);
    const results = step(parameters, means, squares, images, labels.ref, random.key(count), rateNow);
    [parameters, means, squares] = [results[1]!, results[2]!, results[3]!];
    return results[0]![0]!;
  };
}

function loss(parameters: np.Array[], images: np.Array, labels: np.Array, key: np.Array, dropout: number): np.Array {
  const [w1, b1, scale1, offset1, w2, b2, scale2, offset2, w3, b3] = parameters;
  const first = block(images.ref, w1!, b1!, scale1!, offset1!);
  const features = block(first, w2!, b2!, scale2!, offset2!).reshape([lenetBatch, -1]);
  const dropped = (): np.Array =>
    np.where(random.bernoulli(key.ref, 1 - dropout, features.shape), features.mul(1 / (1 - dropout)), 0);
  const logits = np.matmul(dropout > 0 ? dropped() : features, w3!.transpose()).add(b3!);
  return np.sum(nn.logSoftmax(logits, -1).mul(labels.ref)).mul(-1 / lenetBatch);
}

function block(x: np.Array, weight: np.Array, bias: np.Array, scale: np.Array, offset: np.Array): np.Array {
  const pads: [number, number][] = [[2, 2], [2, 2]]; // prettier-ignore
  const y = lax.convGeneralDilated(x, weight, [1, 1], pads).add(bias.reshape([1, -1, 1, 1]));
  const centred = y.ref.sub(np.mean(y, perChannel, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), perChannel, { keepdims: true });
  const normal = centred.div(np.sqrt(variance.add(epsilon)));
  const result = nn.relu(normal.mul(scale.reshape([1, -1, 1, 1])).add(offset.reshape([1, -1, 1, 1])));
  return lax.reduceWindow(result, np.max, [1, 1, 2, 2], [1, 1, 2, 2]);
}
