import { NNError, type TypedArray } from "@nn/backend";
import { expect, test } from "vitest";
import { keptBytes, Version } from "./journal.ts";
import { Snapshots } from "./snapshots.ts";
import type { Texture } from "./textures.ts";

const limits = { softSteps: 10, softBytes: 100, mostSteps: 50, mostBytes: 1000 };
const texture: Texture = { handle: {}, format: "float", layers: 0, number: 0, width: 1, height: 1 };

/** A version of two floats that a step computed. */
function computed(...inputs: readonly Version[]): Version {
  const version = new Version("float32", 2);
  version.origin = { number: 0, stages: () => [], inputs, outputs: [version], scalars: [] };
  return version;
}

function written(): Version {
  return new Version("float32", 2, Float32Array.of(1, 2));
}

/** A device that gives 3 and 4, and counts how often it was asked. */
function reader(read: () => Promise<TypedArray> = () => Promise.resolve(Float32Array.of(3, 4))) {
  const asked = { later: 0, atOnce: 0 };
  return {
    asked,
    read: () => (asked.later++, read()),
    readSync: () => (asked.atOnce++, Float32Array.of(3, 4)),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("copies what was computed after so many steps, and forgets how", async () => {
  const [old, version] = [written(), computed(written())];
  const snapshots = new Snapshots(() => [old, version].map((one) => ({ texture, version: one })), limits);
  const device = reader();
  for (let step = 0; step < 9; step++) snapshots.ran();
  snapshots.take(device);
  expect(device.asked).toEqual({ later: 0, atOnce: 0 });
  snapshots.ran();
  snapshots.take(device);
  await turn();
  expect(device.asked).toEqual({ later: 1, atOnce: 0 });
  expect([version.copy, version.origin, old.copy]).toEqual([Float32Array.of(3, 4), undefined, Float32Array.of(1, 2)]);
});

test("copies after so many bytes written", async () => {
  const version = computed();
  const snapshots = new Snapshots(() => [{ texture, version }], limits);
  snapshots.wrote(100);
  snapshots.take(reader());
  await turn();
  expect(version.copy).toEqual(Float32Array.of(3, 4));
});

test("copies at once where the program leaves it no chance", () => {
  const version = computed();
  const snapshots = new Snapshots(() => [{ texture, version }], limits);
  const device = reader(() => new Promise<never>(() => undefined));
  for (let step = 0; step < 60; step++) {
    snapshots.ran();
    snapshots.take(device);
  }
  expect(device.asked).toEqual({ later: 1, atOnce: 1 });
  expect(version.copy).toEqual(Float32Array.of(3, 4));
});

test("leaves the steps of what could not be copied", async () => {
  const version = computed();
  const snapshots = new Snapshots(() => [{ texture, version }], limits);
  const device = reader(() => Promise.reject(new NNError("backend", "lost")));
  snapshots.wrote(100);
  snapshots.take(device);
  await turn();
  expect(version.origin).toBeDefined();
  snapshots.wrote(100);
  snapshots.take(device);
  expect(device.asked.later).toBe(2);
});

test("has room for bytes until more than half of the most are still needed", () => {
  const snapshots = new Snapshots(() => [], limits);
  const never = (): number => {
    throw new Error("counted too early");
  };
  expect(snapshots.hasRoom(1000, never)).toBe(true);
  snapshots.wrote(1000);
  expect(snapshots.hasRoom(1, () => 499)).toBe(true);
  snapshots.wrote(501);
  expect(snapshots.hasRoom(1, () => 500)).toBe(false);
});

test("counts steps until there are too many", () => {
  const snapshots = new Snapshots(() => [], limits);
  const answers = Array.from({ length: 51 }, () => snapshots.ran());
  expect([answers.indexOf(false), answers.length]).toEqual([50, 51]);
});

test("counts copies that are needed beside those of what is wanted", () => {
  const [shared, direct, unused] = [written(), written(), written()];
  const between = computed(shared, direct);
  const wanted = computed(between, shared);
  expect(unused.copy).toBeDefined();
  expect(keptBytes(new Set([wanted]))).toBe(16);
  expect(keptBytes(new Set([wanted, direct]))).toBe(8);
  between.copy = Float32Array.of(5, 6);
  expect(keptBytes(new Set([wanted]))).toBe(16);
});
