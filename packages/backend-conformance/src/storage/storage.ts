import { createArray, dtypes, type DType } from "@nn/backend";
import { check, type Check } from "../check.ts";
import { arrayOf, expectArray, expectRefusal, expectThat } from "../expect.ts";

const samples: { readonly [D in DType]: readonly number[] } = {
  float32: [1.5, -2, 3e-38, 7, Math.fround(0.1), 0, 16777216],
  float64: [0.1, -2e300, 5e-324, 7],
  int32: [1, -2, 16777217, 2147483647, -2147483648, 0],
  uint32: [1, 16777217, 4294967295, 0, 2147483648],
  bool: [1, 0, 1, 1, 0],
};

const everyType: readonly Check[] = dtypes.flatMap((dtype) => [
  check(
    "storage",
    `gives back what was written, as ${dtype}`,
    async ({ backend }) => {
      const data = arrayOf(dtype, samples[dtype]);
      const buffer = backend.allocate(dtype, data.length);
      expectThat(buffer.dtype === dtype, `allocate: expected a buffer of type ${dtype}, got ${buffer.dtype}`);
      expectThat(buffer.length === data.length, `allocate: expected length ${data.length}, got ${buffer.length}`);
      backend.write(buffer, data);
      expectArray(await backend.read(buffer), data, `read ${dtype}`, { signedZeros: true });
      backend.free(buffer);
    },
    { dtypes: [dtype] },
  ),
  check(
    "storage",
    `reads ${dtype} at once`,
    ({ backend }) => {
      const data = arrayOf(dtype, samples[dtype]);
      const buffer = backend.allocate(dtype, data.length);
      backend.write(buffer, data);
      expectArray(backend.readSync!(buffer), data, `readSync ${dtype}`);
      backend.free(buffer);
    },
    { dtypes: [dtype], readSync: true },
  ),
  check(
    "storage",
    `holds 0, 1, 2, 3, 4, 5 and 4097 elements of ${dtype}`,
    async ({ backend }) => {
      for (const length of [0, 1, 2, 3, 4, 5, 4097]) {
        const buffer = backend.allocate(dtype, length);
        const data = createArray(dtype, length).map((_, at) => at % 2);
        backend.write(buffer, data);
        expectArray(await backend.read(buffer), data, `${length} elements of ${dtype}`);
        backend.free(buffer);
      }
    },
    { dtypes: [dtype] },
  ),
]);

/** Allocating, writing and reading: numbers come back as they are, and arrays stay the caller's. */
export const storage: readonly Check[] = [
  ...everyType,
  check(
    "storage",
    "keeps infinities and NaN",
    async ({ backend }) => {
      const data = Float32Array.of(NaN, Infinity, -Infinity, 1);
      const buffer = backend.allocate("float32", 4);
      backend.write(buffer, data);
      expectArray(await backend.read(buffer), data, "read");
      backend.free(buffer);
    },
    { nonFinite: true },
  ),
  check("storage", "copies what it writes and reads", async ({ backend }) => {
    const data = Float32Array.of(1, 2, 3);
    const buffer = backend.allocate("float32", 3);
    backend.write(buffer, data);
    data[0] = 99;
    const first = await backend.read(buffer);
    expectArray(first, Float32Array.of(1, 2, 3), "after the written array has changed");
    first[1] = 99;
    expectArray(await backend.read(buffer), Float32Array.of(1, 2, 3), "after the array that was read has changed");
    backend.free(buffer);
  }),
  check("storage", "overwrites, and keeps its buffers apart", async ({ backend }) => {
    const [a, b] = [backend.allocate("float32", 3), backend.allocate("float32", 3)];
    backend.write(a, Float32Array.of(1, 2, 3));
    backend.write(b, Float32Array.of(4, 5, 6));
    backend.write(a, Float32Array.of(7, 8, 9));
    expectArray(await backend.read(a), Float32Array.of(7, 8, 9), "the buffer that was written twice");
    expectArray(await backend.read(b), Float32Array.of(4, 5, 6), "the other buffer");
    [a, b].forEach((buffer) => backend.free(buffer));
  }),
  check(
    "storage",
    "uses storage again without showing what was in it",
    async ({ backend }) => {
      const first = backend.allocate("float32", 5);
      backend.write(first, Float32Array.of(1, 2, 3, 4, 5));
      backend.free(first);
      const [second, third] = [backend.allocate("int32", 5), backend.allocate("float32", 3)];
      backend.write(second, Int32Array.of(-1, -2, -3, -4, -5));
      backend.write(third, Float32Array.of(0.5, 0.25, 0.125));
      expectArray(await backend.read(second), Int32Array.of(-1, -2, -3, -4, -5), "integers where floats were");
      expectArray(await backend.read(third), Float32Array.of(0.5, 0.25, 0.125), "fewer elements than before");
      [second, third].forEach((buffer) => backend.free(buffer));
    },
    { dtypes: ["float32", "int32"] },
  ),
  check("storage", "refuses data of another length", async ({ backend }) => {
    const buffer = backend.allocate("float32", 3);
    await expectRefusal(() => backend.write(buffer, Float32Array.of(1, 2)), "backend", "write of too few elements");
    await expectRefusal(() => backend.write(buffer, new Float32Array(4)), "backend", "write of too many elements");
    backend.free(buffer);
  }),
  check("storage", "refuses element types that it lacks", async ({ backend }) => {
    for (const dtype of dtypes.filter((each) => !backend.capabilities.dtypes.has(each))) {
      await expectRefusal(() => backend.allocate(dtype, 1), "dtype", `allocate of ${dtype}`);
    }
  }),
];
