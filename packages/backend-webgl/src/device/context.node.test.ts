import { NNError } from "@nn/backend";
import { expect, test } from "vitest";
import { webgl } from "../webgl.ts";

test("says that there is no canvas where there is no browser", async () => {
  await expect(webgl()).rejects.toEqual(
    new NNError("backend", "webgl: expected a browser or a worker of one, since WebGL2 exists only there"),
  );
});
