import { expect, it } from "vitest";
import { moveByKey } from "./keyboardPen.ts";

it("moves by arrow keys, within the pad", () => {
  expect(moveByKey({ x: 0.5, y: 0.5 }, "ArrowLeft")).toEqual({ x: 0.46, y: 0.5 });
  expect(moveByKey({ x: 0.5, y: 0.5 }, "ArrowDown")).toEqual({ x: 0.5, y: 0.54 });
  expect(moveByKey({ x: 0.95, y: 0.05 }, "ArrowRight")).toEqual({ x: 0.96, y: 0.05 });
  expect(moveByKey({ x: 0.5, y: 0.05 }, "ArrowUp")).toEqual({ x: 0.5, y: 0.04 });
  expect(moveByKey({ x: 0.5, y: 0.5 }, "Enter")).toBeUndefined();
});
