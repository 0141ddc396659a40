import { expect, it } from "vitest";
import { Growth } from "./growth.ts";

function grownOver(values: readonly number[]): string | undefined {
  let next = 0;
  const growth = new Growth(() => ({ bytes: values[next++]! }));
  values.forEach(() => growth.sample());
  return growth.grown();
}

it("tells what grows from what moves up and down", () => {
  expect(grownOver([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe("bytes have grown: from 6 at most to 7 at least");
  expect(grownOver([1, 5, 9, 4, 9, 5, 5, 8, 9])).toBeUndefined();
});

it("is not disturbed by what was needed at first", () => {
  expect(grownOver([1, 5, 9, 9, 9, 9, 9, 9.1, 9])).toBeUndefined();
});
