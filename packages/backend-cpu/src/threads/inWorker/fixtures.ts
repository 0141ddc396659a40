import { sigmoid } from "@nn/activations";
import { tensor } from "@nn/tensor";
import { cpu } from "../../index.ts";
import { shared } from "../fixtures.ts";

/** The program of a worker that computes, with threads of its own. */
const values = Float32Array.from({ length: 50_000 }, (_, at) => at / 1000 - 25);
const [alone, both] = [await cpu({ threads: 1 }), await shared(2)];
const [expected, actual] = await Promise.all(
  [alone, both].map((backend) => sigmoid(tensor(values, { backend })).data()),
);
const same = actual!.every((value, at) => Object.is(value, expected![at]));
self.postMessage({ same, threads: both.threads, reason: both.threadsLimitedBy });
