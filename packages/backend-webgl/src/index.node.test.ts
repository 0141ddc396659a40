import { expect, test } from "vitest";
import * as webgl from "./index.ts";

test("exports", () => {
  expect(Object.keys(webgl)).toEqual(["webgl"]);
});

test("says that it needs a browser", async () => {
  await expect(webgl.webgl()).rejects.toMatchObject({
    code: "backend",
    message: "webgl: expected a browser or a worker of one, since WebGL2 exists only there",
  });
});
