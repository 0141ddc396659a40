import { Linear } from "@nn/linear";
import { mseLoss } from "@nn/losses";
import { Adam } from "@nn/optimizers";
import { backward, generator, tensor } from "@nn/tensor";
import { expect, test } from "vitest";
import { noise } from "./fixtures.ts";
import { webgl } from "./webgl.ts";

type Disturb = (moment: number) => void;

/** Losses and weights of a layer that is trained, with `disturb` called at four moments of each step. */
async function train(canvas: OffscreenCanvas, steps: number, disturb: Disturb): Promise<number[]> {
  const backend = await webgl({ canvas, contextLoss: "resume", restoreTimeout: 5000 });
  const layer = new Linear(6, 4, { backend, generator: generator(3) });
  const optimizer = new Adam(layer.parameters(), { learningRate: 0.01 });
  const target = tensor(noise(32, 2), { backend, shape: [8, 4] });
  const readings: Promise<number>[] = [];
  for (let step = 0; step < steps; step++) {
    const input = tensor(noise(48, step), { backend, shape: [8, 6] });
    disturb(4 * step);
    optimizer.zeroGrad();
    const loss = mseLoss(layer.forward(input), target);
    backward(loss);
    disturb(4 * step + 1);
    optimizer.step();
    const reading = loss.item();
    disturb(4 * step + 2);
    readings.push(reading);
    if (step % 3 === 0) await reading;
    disturb(4 * step + 3);
  }
  const found = await Promise.all(readings);
  for (const parameter of layer.parameters()) found.push(...(await parameter.data()));
  backend.dispose();
  return found;
}

function lossOf(canvas: OffscreenCanvas): WEBGL_lose_context {
  return canvas.getContext("webgl2")!.getExtension("WEBGL_lose_context")!;
}

test("resumes bit for bit, twenty times at different moments", async () => {
  const undisturbed = await train(new OffscreenCanvas(1, 1), 60, () => undefined);
  const canvas = new OffscreenCanvas(1, 1);
  let losses = 0;
  const disturbed = await train(canvas, 60, (moment) => {
    if (moment % 11 !== 5 || canvas.getContext("webgl2")!.isContextLost()) return;
    const extension = lossOf(canvas);
    extension.loseContext();
    losses++;
    setTimeout(() => extension.restoreContext(), moment % 3);
  });
  expect(losses).toBeGreaterThanOrEqual(20);
  expect(disturbed).toEqual(undisturbed);
});

test("says so where the browser does not restore the context", async () => {
  const canvas = new OffscreenCanvas(1, 1);
  const backend = await webgl({ canvas, contextLoss: "resume", restoreTimeout: 50 });
  const buffer = backend.allocate("float32", 4);
  lossOf(canvas).loseContext();
  const message = "the browser did not restore it within 50 ms";
  await expect(backend.read(buffer)).rejects.toThrow(message);
  expect(() => backend.run([])).toThrow(message);
  backend.dispose();
});

test("is made again on the canvas whose context was lost", async () => {
  const canvas = new OffscreenCanvas(1, 1);
  const first = await webgl({ canvas });
  const extension = lossOf(canvas);
  extension.loseContext();
  expect(() => first.run([])).toThrow("create the backend again");
  setTimeout(() => extension.restoreContext(), 20);
  const second = await webgl({ canvas });
  first.dispose();
  const buffer = second.allocate("float32", 2);
  second.write(buffer, Float32Array.of(1, 2));
  expect([...(await second.read(buffer))]).toEqual([1, 2]);
  second.dispose();
});

test("leaves a canvas that it was given its context", async () => {
  const canvas = new OffscreenCanvas(1, 1);
  const backend = await webgl({ canvas });
  backend.allocate("float32", 2);
  backend.dispose();
  expect(canvas.getContext("webgl2")!.isContextLost()).toBe(false);
});
