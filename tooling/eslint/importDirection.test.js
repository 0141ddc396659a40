import { RuleTester } from "eslint";
import tseslint from "typescript-eslint";
import { describe, it } from "vitest";
import { importDirection } from "./importDirection.js";

RuleTester.describe = describe;
RuleTester.it = it;

const pooling = "/project/packages/pooling/src/maxPool2d.ts";
const nested = "/project/packages/tensor/src/operations/add.ts";
const cpu = "/project/packages/backend-cpu/src/worker.ts";
const application = "/project/apps/train/src/main.ts";

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run("import-direction", importDirection, {
  valid: [
    { filename: pooling, code: `import { Module } from "@nn/module"; export { window } from "./window.ts";` },
    { filename: nested, code: `import { Tensor } from "../tensor.ts";` },
    { filename: cpu, code: `import { Worker } from "node:worker_threads";` },
    { filename: application, code: `import { ReLU } from "@nn/activations";` },
  ],
  invalid: [
    {
      filename: pooling,
      code: `import { ReLU } from "@nn/activations";`,
      errors: [
        {
          message:
            "@nn/pooling may import only @nn/backend, @nn/tensor, @nn/module; '@nn/activations' is not among them.",
        },
      ],
    },
    {
      filename: "/project/packages/backend/src/backend.ts",
      code: `export { Tensor } from "@nn/tensor";`,
      errors: [{ message: "@nn/backend may import no other package; '@nn/tensor' is not among them." }],
    },
    { filename: pooling, code: `import("lodash");`, errors: [{ messageId: "direction" }] },
    { filename: pooling, code: `type Layer = import("@nn/linear").Linear;`, errors: [{ messageId: "direction" }] },
    { filename: pooling, code: `import type { Linear } from "@nn/linear";`, errors: [{ messageId: "direction" }] },
    { filename: pooling, code: `import "node:fs";`, errors: [{ messageId: "direction" }] },
    { filename: nested, code: `import "../../../module/src/module.ts";`, errors: [{ messageId: "outside" }] },
  ],
});
