import { expect, it } from "vitest";
import { add, constant, index, multiply } from "./build.ts";
import { expressionKey } from "./key.ts";

it("is one text for all expressions of one structure, and others for others", () => {
  const key = expressionKey(add(multiply(index(0), 3), index(1)));
  expect(expressionKey(add(multiply(index(0), 3), index(1)))).toBe(key);
  expect(expressionKey(add(multiply(index(0), 4), index(1)))).not.toBe(key);
  expect(expressionKey(add(index(1), multiply(index(0), 3)))).not.toBe(key);
});

it("forgets structures that nobody met for long, but neither variables nor what an expression had", () => {
  const held = multiply(index(7), 0.1);
  const [variable, before] = [index(7), held].map(expressionKey);
  for (let number = 0; number < 2 ** 18; number++) expressionKey(constant(number + 0.5, "float32"));
  expect(expressionKey(index(7))).toBe(variable);
  expect(expressionKey(held)).toBe(before);
  expect(expressionKey(multiply(index(7), 0.1))).not.toBe(before);
});
