import type { SupportReport } from "@nn/backend-conformance";
import { expect, it } from "vitest";
import { supportDocument } from "./table.ts";

const whole: SupportReport = {
  backend: "one",
  counts: { passed: 4, failed: 0, skipped: 0 },
  operations: {
    relu: { forward: "passed", backward: "passed", doubleBackward: "passed" },
    hardmax: { forward: "passed" },
  },
  skipped: {},
  failed: {},
};
const partial: SupportReport = {
  ...whole,
  backend: "two",
  counts: { passed: 2, failed: 1, skipped: 1 },
  operations: {
    relu: { forward: "passed", backward: "failed", doubleBackward: "passed" },
    hardmax: { forward: "skipped" },
  },
  skipped: { "capabilities.dtypes lacks int32": ["operations/activations: hardmax"] },
  failed: { "operations/activations: relu, backward": "expected 1, got 2" },
};

it("marks each direction on each backend, and says what failed or did not run", () => {
  const text = supportDocument([whole, partial]);
  expect(text).toContain("Checks that passed: one 4 of 4, two 2 of 4.");
  expect(text).toContain("| activations | one | two |\n");
  expect(text).toContain("| `relu` | ● ● ● | ● × ● |\n");
  expect(text).toContain("| `hardmax` | ● · · | ○ · · |\n");
  expect(text).toContain("- two, operations/activations: relu, backward: expected 1, got 2\n");
  expect(text).toContain("- two: capabilities.dtypes lacks int32, so operations/activations: hardmax did not run.");
});

it("leaves out families that did not run", () => {
  expect(supportDocument([whole])).not.toContain("## pooling");
});
