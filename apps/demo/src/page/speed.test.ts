import { expect, it } from "vitest";
import { Speed } from "./speed.ts";

it("measures images per second, without the first step", () => {
  const speed = new Speed();
  const add = (step: number, seconds: number): void =>
    speed.add({ type: "step", step, steps: 99, images: 50 * step, epoch: 1, loss: 1, accuracy: 0, seconds });
  add(1, 3);
  expect(speed.imagesPerSecond).toBeUndefined();
  add(2, 3.1);
  add(3, 3.2);
  expect(speed.imagesPerSecond).toBeCloseTo(500);
  for (let step = 4; step < 99; step++) add(step, 3.2 + 0.05 * (step - 3));
  expect(speed.imagesPerSecond).toBeCloseTo(1000);
  add(1, 2);
  expect(speed.imagesPerSecond).toBeUndefined();
});
