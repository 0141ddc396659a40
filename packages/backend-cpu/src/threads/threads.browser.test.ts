import { sigmoid } from "@nn/activations";
import { evaluate, tensor } from "@nn/tensor";
import { expect, it } from "vitest";
import { cpu } from "../index.ts";
import { shared } from "./fixtures.ts";
import { threadsHere } from "./startWorkers.ts";

const values = Float32Array.from({ length: 300_000 }, (_, at) => at / 1000 - 150);

it("share work with the thread of a page, which may not sleep", async () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
  const [alone, fine, usual] = [await cpu({ threads: 1 }), await shared(3), await cpu({ threads: 2 })];
  const [expected, ...others] = await Promise.all(
    [alone, fine, usual].map((backend) => sigmoid(tensor(values, { backend })).data()),
  );
  for (const other of others) expect(other).toEqual(expected);
  expect([fine.threads, usual.threads, fine.threadsLimitedBy]).toEqual([3, 2, undefined]);
  [alone, fine, usual].forEach((backend) => backend.dispose());
});

it("are as many as the machine has", async () => {
  const backend = await cpu();
  expect(backend.threads).toBe(Math.min(16, navigator.hardwareConcurrency));
  expect(threadsHere().independent).toBe(false);
  await evaluate(sigmoid(tensor(values, { backend })));
  backend.dispose();
});

it("share work with a worker", async () => {
  const worker = new Worker(new URL("./inWorker/fixtures.ts", import.meta.url), { type: "module" });
  const answer = await new Promise<unknown>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.terminate();
  expect(answer).toEqual({ same: true, threads: 2, reason: undefined });
});
