import { add, index, load, type Backend, type Kernel, type TensorType, type TypedArray } from "@nn/backend";
import { expect, test } from "vitest";
import type { Canvas } from "./device/context.ts";
import { momentsPerStep, trainingRun, wrapMethod } from "./device/fixtures.ts";
import { elementwiseKernel } from "./fixtures.ts";
import { createBackend, webgl } from "./webgl.ts";

/**
 * Copies every other training step. What is kept while the context is lost, 7572 bytes of copied weights and moments and
 * 576 of each batch since, has to fit into half of `mostBytes` however late those copies come: that depends on the machine.
 */
const often = { softSteps: 40, softBytes: 2 ** 20, mostSteps: 1000, mostBytes: 2 ** 16 };

function lossOf(canvas: Canvas): WEBGL_lose_context {
  const gl = "style" in canvas ? canvas.getContext("webgl2") : canvas.getContext("webgl2");
  return gl!.getExtension("WEBGL_lose_context")!;
}

/** Restores the context of `canvas` as soon as its loss is known, until that was done so many times. */
function restoreAtOnce(canvas: Canvas, extension = lossOf(canvas)): { count: number } {
  const restored = { count: 0 };
  canvas.addEventListener("webglcontextlost", () => setTimeout(() => extension.restoreContext()));
  canvas.addEventListener("webglcontextrestored", () => restored.count++);
  return restored;
}

/** Counts the reads that are under way. */
function countReads(backend: Backend): { open: number } {
  const reads = { open: 0 };
  const read = backend.read.bind(backend);
  backend.read = (buffer): Promise<TypedArray> => {
    reads.open++;
    return read(buffer).finally(() => reads.open--);
  };
  return reads;
}

const makeHTMLCanvas = (): Canvas => document.createElement("canvas");
const makeOffscreenCanvas = (): Canvas => new OffscreenCanvas(1, 1);

/** What the training gives on a device that nothing happens to. */
async function undisturbed(steps: number): Promise<number[]> {
  const backend = await webgl();
  const found = await trainingRun(backend, steps);
  backend.dispose();
  return found;
}

test.each([
  { name: "OffscreenCanvas", make: makeOffscreenCanvas, limits: often, losses: 20 },
  { name: "HTMLCanvasElement", make: makeHTMLCanvas, limits: undefined, losses: 4 },
])(
  "resumes bit for bit: $losses losses on an $name",
  async ({ make, limits, losses }) => {
    const canvas = make();
    const backend = await createBackend({ canvas, contextLoss: "resume" }, limits);
    const [reads, restored, extension] = [countReads(backend), restoreAtOnce(canvas), lossOf(canvas)];
    const steps = 6 * losses + 2;
    const readsAt: number[] = [];
    const found = await trainingRun(backend, steps, (moment) => {
      const [step, kind] = [Math.floor(moment / momentsPerStep), moment % momentsPerStep];
      if (step % 6 !== 3 || kind !== Math.floor(step / 6) % momentsPerStep) return;
      if (kind === 2) readsAt.push(reads.open);
      extension.loseContext();
    });
    backend.dispose();
    expect(restored.count).toBe(losses);
    expect(readsAt.every((open) => open > 0)).toBe(true);
    expect(found).toEqual(await undisturbed(steps));
  },
  120_000,
);

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

/** Two buffers of 256 floats, and a step that adds the first to the second. */
async function adder(backend: Backend): Promise<{ add: (data: Float32Array) => void; sum: () => Promise<TypedArray> }> {
  const [input, sum] = [backend.allocate("float32", 256), backend.allocate("float32", 256)];
  backend.write(sum, new Float32Array(256));
  const executable = await backend.compile(sumKernel);
  const step = { executable, inputs: [input, sum], outputs: [sum], scalars: [] };
  const add = (data: Float32Array): void => {
    backend.write(input, data);
    const next = backend.allocate("float32", 256);
    void backend.run([{ ...step, outputs: [next] }]);
    void backend.run([{ ...step, inputs: [zero, next] }]);
    backend.free(next);
  };
  const zero = backend.allocate("float32", 256);
  backend.write(zero, new Float32Array(256));
  return { add, sum: () => backend.read(sum) };
}

const type: TensorType = { dtype: "float32", shape: [256] };
const sumKernel: Kernel = elementwiseKernel(
  [256],
  [type, type],
  add(load(0, type, [index(0)]), load(1, type, [index(0)])),
);
const ones = new Float32Array(256).fill(1);

test("compiles, writes and runs while the context is lost, and reads when it is back", async () => {
  const canvas = makeOffscreenCanvas();
  const backend = await webgl({ canvas, contextLoss: "resume" });
  restoreAtOnce(canvas);
  lossOf(canvas).loseContext();
  const { add, sum } = await adder(backend);
  add(ones);
  add(ones);
  const kept = backend.allocate("float32", 1);
  backend.write(kept, Float32Array.of(7));
  expect(backend.readSync!(kept)).toEqual(Float32Array.of(7));
  expect(await sum()).toEqual(new Float32Array(256).fill(2));
  backend.dispose();
});

test("says at once that what was computed cannot be read while the context is lost", async () => {
  const canvas = makeOffscreenCanvas();
  const backend = await webgl({ canvas, contextLoss: "resume" });
  const [x, y] = [backend.allocate("float32", 256), backend.allocate("float32", 256)];
  backend.write(x, ones);
  const executable = await backend.compile(sumKernel);
  void backend.run([{ executable, inputs: [x, x], outputs: [y], scalars: [] }]);
  restoreAtOnce(canvas);
  lossOf(canvas).loseContext();
  expect(() => backend.readSync!(y)).toThrow(
    "webgl.readSync: the WebGL context is lost and not restored yet; read asynchronously",
  );
  expect(await backend.read(y)).toEqual(new Float32Array(256).fill(2));
  backend.dispose();
});

test("resumes after losses in the middle of restores", async () => {
  const canvas = makeOffscreenCanvas();
  const gl = canvas.getContext("webgl2") as WebGL2RenderingContext;
  const [restored, extension] = [restoreAtOnce(canvas), lossOf(canvas)];
  const methods = ["texStorage2D", "texSubImage2D", "linkProgram", "drawArrays", "fenceSync"] as const;
  canvas.addEventListener("webglcontextrestored", () => {
    const method = methods[restored.count - 1];
    if (restored.count === methods.length + 1) extension.loseContext();
    if (!method) return;
    const unwrap = wrapMethod(gl, method, () => {
      unwrap();
      extension.loseContext();
    });
  });
  const backend = await webgl({ canvas, contextLoss: "resume" });
  const { add, sum } = await adder(backend);
  add(ones);
  add(ones);
  const reading = sum();
  extension.loseContext();
  expect(await reading).toEqual(new Float32Array(256).fill(2));
  expect(restored.count).toBe(2 + methods.length);
  backend.dispose();
});

test("keeps a bounded number of bytes while the context is lost", async () => {
  const canvas = makeOffscreenCanvas();
  const backend = await createBackend(
    { canvas, contextLoss: "resume" },
    { ...often, softSteps: 1000, mostBytes: 8192 },
  );
  const { add, sum } = await adder(backend);
  const scratch = backend.allocate("float32", 256);
  restoreAtOnce(canvas);
  lossOf(canvas).loseContext();
  for (let turn = 0; turn < 100; turn++) backend.write(scratch, ones);
  let added = 0;
  const addUntilFull = (): void => {
    for (; added < 100; added++) add(ones);
  };
  expect(addUntilFull).toThrow(
    "webgl.write: the WebGL context is lost, and more was written than is kept until it is restored",
  );
  expect(added).toBeGreaterThan(0);
  expect(added).toBeLessThanOrEqual(8);
  expect(await sum()).toEqual(new Float32Array(256).fill(added));
  backend.dispose();
});

test("keeps a bounded number of steps while the context is lost", async () => {
  const canvas = makeOffscreenCanvas();
  const backend = await createBackend({ canvas, contextLoss: "resume" }, { ...often, mostSteps: 10 });
  const [x, executable] = [backend.allocate("float32", 256), await backend.compile(sumKernel)];
  const y = backend.allocate("float32", 256);
  const step = { executable, inputs: [x, x], outputs: [y], scalars: [] };
  lossOf(canvas).loseContext();
  for (let run = 0; run < 10; run++) void backend.run([step]);
  expect(() => backend.run([step])).toThrow(
    "webgl.run: the WebGL context is lost, and more work was given than is kept until it is restored",
  );
  backend.dispose();
});

test.each(["error", "resume"] as const)(
  "names disposal to a read under way, and leaks nothing (%s)",
  async (contextLoss) => {
    const canvas = makeOffscreenCanvas();
    const gl = canvas.getContext("webgl2") as WebGL2RenderingContext;
    const counts = { createBuffer: 0, deleteBuffer: 0, fenceSync: 0, deleteSync: 0 };
    for (const method of ["createBuffer", "deleteBuffer", "fenceSync", "deleteSync"] as const) {
      wrapMethod(gl, method, () => counts[method]++);
    }
    const backend = await webgl({ canvas, contextLoss });
    const [x, y] = [backend.allocate("float32", 256), backend.allocate("float32", 256)];
    const executable = await backend.compile(sumKernel);
    void backend.run([{ executable, inputs: [x, x], outputs: [y], scalars: [] }]);
    const readings = [backend.read(y), backend.read(y)].map((reading) => reading.catch(String));
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    backend.dispose();
    const message = "NNError: webgl.read: the backend was disposed";
    expect(await Promise.all(readings)).toEqual([message, message]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(counts.fenceSync).toBe(1);
    expect(counts.deleteSync).toBe(1);
    expect(counts.deleteBuffer).toBe(counts.createBuffer);
    expect(gl.getError()).toBe(gl.NO_ERROR);
  },
);

test("leaves a canvas usable that was disposed of between a loss and its event", async () => {
  const canvas = makeOffscreenCanvas();
  const first = await webgl({ canvas });
  const extension = lossOf(canvas);
  const event = new Promise((resolve) => canvas.addEventListener("webglcontextlost", resolve));
  extension.loseContext();
  first.dispose();
  await event;
  setTimeout(() => extension.restoreContext());
  const second = await webgl({ canvas, restoreTimeout: 2000 });
  const buffer = second.allocate("float32", 1);
  second.write(buffer, Float32Array.of(3));
  expect(await second.read(buffer)).toEqual(Float32Array.of(3));
  second.dispose();
});
