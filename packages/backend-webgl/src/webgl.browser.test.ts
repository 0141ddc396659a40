import {
  add,
  binary,
  cast,
  foldIndex,
  folded,
  index,
  interpreter,
  load,
  multiply,
  NNError,
  type Kernel,
  type TensorType,
} from "@nn/backend";
import { describe, expect, test } from "vitest";
import { device, elementwiseKernel, noise, runBoth, runOn } from "./fixtures.ts";
import { webgl } from "./webgl.ts";

const i = index(0);

describe("storage", () => {
  test("counts bytes, and uses textures again", async () => {
    const backend = await webgl();
    expect(backend.memory()).toEqual({ bytes: 0, buffers: 0, reservedBytes: 0 });
    const buffers = [backend.allocate("float32", 5), backend.allocate("int32", 0)];
    expect(backend.memory()).toEqual({ bytes: 20, buffers: 2, reservedBytes: 48 });
    buffers.forEach((buffer) => backend.free(buffer));
    backend.allocate("float32", 6);
    expect(backend.memory()).toEqual({ bytes: 24, buffers: 1, reservedBytes: 48 });
    backend.dispose();
    expect(() => backend.memory()).toThrow("webgl.memory: the backend was disposed");
  });

  test("keeps as many textures as were lately in use, and at least 64 MiB", async () => {
    const backend = await webgl();
    const mebibyte = 2 ** 20;
    const use = (elements: number, count: number): void => {
      const buffers = Array.from({ length: count }, () => backend.allocate("float32", elements));
      buffers.forEach((buffer) => backend.free(buffer));
    };
    use(4 * mebibyte, 6);
    expect(backend.memory().reservedBytes).toBe(96 * mebibyte);
    use(4 * mebibyte, 6);
    expect(backend.memory().reservedBytes).toBe(96 * mebibyte);
    for (let turn = 0; turn < 2000; turn++) use(mebibyte, 1);
    expect(backend.memory().reservedBytes).toBe(52 * mebibyte);
    backend.dispose();
  });
});

describe("kernels", () => {
  test("computes what a person can check", async () => {
    const type: TensorType = { dtype: "float32", shape: [5] };
    const value = add(multiply(load(0, type, [i]), 2), cast(i, "float32"));
    const kernel = elementwiseKernel([5], [type], value);
    const [result] = await runOn(await device(), kernel, [Float32Array.of(1, 2, 3, 4, 5)]);
    expect([...result!]).toEqual([2, 5, 8, 11, 14]);
  });

  test("takes tensors of many texture rows", async () => {
    const length = 2_000_003;
    const type: TensorType = { dtype: "int32", shape: [length] };
    const reversed = load(0, type, [binary("subtract", binary("multiply", i, -1), -(length - 1))]);
    const [result] = await runOn(await device(), elementwiseKernel([length], [type], reversed), [
      Int32Array.from({ length }, (_, at) => at),
    ]);
    expect(result!.every((value, at) => value === length - 1 - at)).toBe(true);
  });

  test.each([1000, 100_000, 1_000_003])("sums %d floats as closely as pairs do", async (length) => {
    const type: TensorType = { dtype: "float32", shape: [length] };
    const sum = (extents: readonly number[]): Kernel => ({
      shape: [],
      inputs: [type],
      scalars: [],
      folds: [{ operator: "sum", extents, dtype: "float32", body: load(0, type, [foldIndex(0)]) }],
      outputs: [{ dtype: "float32", value: folded(0, "float32") }],
    });
    const data = noise(length, 3).map((value) => Math.abs(value));
    const { actual, expected } = await runBoth(sum([length]), [data]);
    expect(Math.abs(actual[0]![0]! / expected[0]![0]! - 1)).toBeLessThan(2e-6);
  });
});

describe("errors", () => {
  test("refuses what is not its own, and what is gone", async () => {
    const backend = await device();
    const foreign = (await interpreter()).allocate("float32", 1);
    expect(() => backend.free(foreign)).toThrow("webgl.free: expected a buffer of this backend, got another's");
    const buffer = backend.allocate("float32", 2);
    expect(() => backend.write(buffer, Float32Array.of(1))).toThrow("webgl.write: expected 2 elements, got 1");
    backend.free(buffer);
    expect(() => backend.free(buffer)).toThrow("webgl.free: expected a live buffer, got one that was freed");
    expect(() => backend.allocate("float64", 1)).toThrow(
      "webgl.allocate: expected one of float32, int32, uint32, bool, got float64",
    );
    const kernel = elementwiseKernel([1], [], cast(i, "float32"));
    const executable = await (await interpreter()).compile(kernel);
    expect(() => backend.run([{ executable, inputs: [], outputs: [], scalars: [] }])).toThrow(
      "webgl.run: expected an executable of this backend, got another's",
    );
  });

  test("refuses a canvas with another context", async () => {
    const canvas = new OffscreenCanvas(1, 1);
    canvas.getContext("2d");
    await expect(webgl({ canvas })).rejects.toThrow("webgl: expected a canvas that gives a WebGL2 context, got none");
  });

  test("says that the context was lost, and hangs nowhere", async () => {
    const canvas = new OffscreenCanvas(1, 1);
    const backend = await webgl({ canvas });
    const buffer = backend.allocate("float32", 4);
    backend.write(buffer, Float32Array.of(1, 2, 3, 4));
    const pending = backend.read(buffer);
    canvas.getContext("webgl2")!.getExtension("WEBGL_lose_context")!.loseContext();
    const message = "webgl: the WebGL context was lost, and with it all tensors on it; create the backend again";
    await expect(pending).rejects.toThrow(message);
    await expect(backend.read(buffer)).rejects.toThrow(message);
    expect(() => backend.run([])).toThrow(message);
    expect(() => backend.write(buffer, Float32Array.of(1, 2, 3, 4))).toThrow(NNError);
    expect(() => backend.readSync!(buffer)).toThrow(message);
    const again = await webgl();
    again.dispose();
  });

  test("prints its shaders", async () => {
    const executable = await (await device()).compile(elementwiseKernel([8], [], cast(i, "float32")));
    expect(executable.source!()).toContain("#version 300 es");
  });
});
