// What the test's worker runs.

import { trainingRun } from "../device/fixtures.ts";
import { webgl } from "../webgl.ts";

/** What the worker is asked to do. */
export interface Work {
  readonly canvas: "none" | "made here" | OffscreenCanvas;
  readonly steps: number;
}

/** What it says. */
export type Answer = { readonly found: readonly number[]; readonly hasDocument: boolean } | { readonly error: string };

async function run({ canvas, steps }: Work): Promise<Answer> {
  const given = canvas === "made here" ? new OffscreenCanvas(1, 1) : canvas;
  const backend = await webgl(given === "none" ? {} : { canvas: given });
  const found = await trainingRun(backend, steps);
  backend.dispose();
  return { found, hasDocument: "document" in globalThis };
}

addEventListener("message", ({ data }: MessageEvent<Work>) => {
  void run(data)
    .catch((error: unknown): Answer => ({ error: String(error) }))
    .then((answer) => postMessage(answer));
});
