import { multiply } from "@nn/backend";
import { applySingle, type Tensor } from "@nn/tensor";
import { checkGradient, checkSecondGradient } from "@nn/testing";
import { expect, it } from "vitest";
import { withSlopes } from "./withSlopes.ts";

const input = { data: [2, -3], shape: [2] };

it("differentiates by the slopes that are given, and derives the rest", async () => {
  const square = withSlopes("square", [(x) => multiply(x, x), (x) => multiply(x, 2)]);
  const f = (x: Tensor): Tensor => applySingle(square, [x], undefined);
  await checkGradient(f, [input]);
  await checkSecondGradient(f, [input]);
});

it("does not derive a slope that is given", async () => {
  const wrong = withSlopes("square", [(x) => multiply(x, x), (x) => multiply(x, 3)]);
  await expect(checkGradient((x) => applySingle(wrong, [x], undefined), [input])).rejects.toThrow(
    "2 of 2 numbers differ",
  );
});
