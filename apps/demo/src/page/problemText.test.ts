import { expect, it } from "vitest";
import { problemText } from "./problemText.ts";

it("says what happened and what helps", () => {
  expect(problemText({ kind: "download", detail: "data/held-out.bin: the server answered 404" })).toBe(
    "The images could not be downloaded (data/held-out.bin: the server answered 404). Check the connection, then start again.",
  );
  expect(problemText({ kind: "webglMissing", detail: "none" })).toMatch(/Choose the CPU instead\.$/);
  expect(problemText({ kind: "contextLost", detail: "" })).toMatch(/^The browser took the graphics card away/);
  expect(problemText({ kind: "other", detail: "out of memory" })).toBe(
    "Something went wrong: out of memory. Reload the page to try again.",
  );
});
