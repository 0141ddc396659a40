import { expect, test } from "vitest";
import { trainingRun } from "../device/fixtures.ts";
import { webgl } from "../webgl.ts";
import type { Answer, Work } from "./fixtures.ts";

const steps = 6;

function runInWorker(canvas: Work["canvas"]): Promise<Answer> {
  const worker = new Worker(new URL("./fixtures.ts", import.meta.url), { type: "module" });
  const answer = new Promise<Answer>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.postMessage({ canvas, steps } satisfies Work, typeof canvas === "string" ? [] : [canvas]);
  return answer.finally(() => worker.terminate());
}

test.each([
  ["without a canvas", () => "none" as const],
  ["with a canvas that was made there", () => "made here" as const],
  ["with a canvas that the page gave away", () => document.createElement("canvas").transferControlToOffscreen()],
])("trains in a worker %s as on the page", async (_, canvas) => {
  const backend = await webgl();
  const found = await trainingRun(backend, steps);
  backend.dispose();
  expect(await runInWorker(canvas())).toEqual({ found, hasDocument: false });
});
