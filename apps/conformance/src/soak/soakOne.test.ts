import { interpreter, type DeviceBuffer, type TypedArray } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import { expect, it } from "vitest";
import { soakOne, type Contestants } from "./soakOne.ts";

const contestants: Contestants = {
  reference: await interpreter(),
  alone: await cpu({ threads: 1 }),
  shared: await cpu({ threads: 2 }),
};

it("finds that backends agree", async () => {
  for (let seed = 1; seed <= 8; seed++) expect((await soakOne(seed, contestants)).failure).toBeUndefined();
}, 60_000);

it("finds a reference that is wrong", async () => {
  const reference = await interpreter();
  const read = reference.read.bind(reference);
  const wrong = async (buffer: DeviceBuffer): Promise<TypedArray> => (await read(buffer)).map((value) => value * 1.01);
  Object.assign(reference, { read: wrong });
  const { failure } = await soakOne(1, { ...contestants, reference });
  expect(failure).toMatch(/^a result is 0\.0\d+ of its size away from the interpreter's$/);
});
