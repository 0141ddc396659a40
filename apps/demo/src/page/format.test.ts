import { expect, it } from "vitest";
import { formatCount, formatPercent, formatSeconds } from "./format.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

it("writes numbers as people read them", () => {
  expect([7, 2000, 60000, 1234567.4].map(formatCount).map(plain)).toEqual(["7", "2 000", "60 000", "1 234 567"]);
  expect(plain(formatPercent(0.9714))).toBe("97.1 %");
  expect(plain(formatPercent(1, 0))).toBe("100 %");
  expect([4.24, 59.96, 187, 60].map(formatSeconds).map(plain)).toEqual(["4.2 s", "60.0 s", "3 min 07 s", "1 min 00 s"]);
});
