import { expect, it } from "vitest";
import { Recent } from "./recent.ts";

it("keeps what was used lately, and forgets what was not", () => {
  const recent = new Recent<string, number>(4);
  recent.set("a", 1);
  recent.set("b", 2);
  recent.set("c", 3);
  expect(recent.get("a")).toBe(1);
  recent.set("d", 4);
  // Two were used since b was: c and a, and then d.
  expect(["a", "b", "c", "d"].map((key) => recent.get(key))).toEqual([1, undefined, 3, 4]);
});

it("never holds more than it may", () => {
  const recent = new Recent<number, number>(10);
  for (let key = 0; key < 100; key++) recent.set(key, key);
  const held = Array.from({ length: 100 }, (_, key) => key).filter((key) => recent.get(key) !== undefined);
  expect(held.length).toBeLessThanOrEqual(10);
  expect(held).toContain(99);
});

it("replaces, deletes and clears", () => {
  const recent = new Recent<string, number>(4);
  recent.set("a", 1);
  recent.set("a", 2);
  expect(recent.get("a")).toBe(2);
  recent.set("b", 3);
  recent.set("c", 4);
  recent.delete("a");
  recent.delete("c");
  expect(["a", "b", "c"].map((key) => recent.get(key))).toEqual([undefined, 3, undefined]);
  recent.clear();
  expect(recent.get("b")).toBeUndefined();
});
