import { relu } from "@nn/activations";
import { interpreter } from "@nn/backend";
import { mul } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import type { Adapter } from "./adapters/adapter.ts";
import type { Target } from "./adapters/context.ts";
import type { Case } from "./case.ts";
import { numbers, reluCase } from "./fixtures.ts";
import { report, succeeded } from "./report.ts";
import { runAll, type Result } from "./run.ts";

const right: Adapter = { run: ({ input }) => ({ output: relu(input("input")) }) };

async function run(cases: readonly Case[], adapter?: Adapter, reason?: string): Promise<Result[]> {
  const target: Target = { name: "here", backend: await interpreter(), precision: "float32" };
  return runAll(cases, [target], {
    adapters: { "torch-1.13": adapter ? { ReLU: adapter } : {} },
    missing: { "torch-1.13": reason === undefined ? {} : { ReLU: reason } },
  });
}

async function failure(testCase: Case, adapter?: Adapter): Promise<string> {
  const results = await run([reluCase(), testCase], adapter);
  expect(succeeded(results)).toBe(false);
  const { outcome } = results[1]!;
  return outcome.kind === "failed" ? outcome.message : outcome.kind;
}

describe("runAll", () => {
  it("passes what is right", async () => {
    const results = await run([reluCase()], right);
    expect(results.map(({ outcome }) => outcome)).toEqual([{ kind: "passed", without: [] }]);
    expect(succeeded(results)).toBe(true);
  });

  it("fails for a wrong output", async () => {
    const wrong = reluCase({ expected: [numbers("output", [0, 0, 2.01])] });
    const message = "output at 2: expected 2.01, got 2 (1 of 3 differ, by up to 0.0100)";
    expect(await failure(wrong, right)).toBe(message);
  });

  it("fails for a wrong gradient", async () => {
    const wrong = reluCase({ gradients: [numbers("input", [5, 0, 7])] });
    expect(await failure(wrong, right)).toContain("gradient of input at 0: expected 5, got 0");
  });

  it("fails for an error", async () => {
    const broken: Adapter = { run: ({ input }) => ({ output: mul(input("input"), input("other")) }) };
    expect(await failure(reluCase(), broken)).toBe("Error: expected an input other, got input");
  });

  it("fails where an operator is left out without a reason", async () => {
    expect(await failure(reluCase())).toBe("nothing runs ReLU, and nothing says why");
  });

  it("fails where an output is left out without a reason", async () => {
    const more = reluCase({ expected: [...reluCase().expected, numbers("mask", [0, 0, 1], "bool")] });
    expect(await failure(more, right)).toBe("mask: there is no such output, and nothing says why");
  });

  it("leaves out what has a reason", async () => {
    const outcomes = async (...call: Parameters<typeof run>) => (await run(...call)).map(({ outcome }) => outcome);
    const leftOut = (reason: string) => [{ kind: "left out", reason }];
    expect(await outcomes([reluCase()], undefined, "there is none")).toEqual(leftOut("there is none"));
    const picky: Adapter = { ...right, leavesOut: ({ name }) => `${name} is too hard` };
    expect(await outcomes([reluCase()], picky)).toEqual(leftOut("relu is too hard"));
    const small = reluCase({ inputs: [numbers("input", [1], "int8")] });
    expect(await outcomes([small], right)).toEqual(leftOut("the library has no type int8"));
    const large = reluCase({ inputs: [numbers("input", [2 ** 31], "int64")] });
    expect(await outcomes([large], right)).toEqual(
      leftOut("the library has no type int64, and the numbers are beyond int32"),
    );
    const partly: Adapter = { ...right, withoutOutputs: { mask: "none is stored" } };
    const more = reluCase({ expected: [...reluCase().expected, numbers("mask", [0, 0, 1], "bool")] });
    expect(await outcomes([more], partly)).toEqual([{ kind: "passed", without: ["mask: none is stored"] }]);
  });

  it("does not succeed where nothing ran", async () => {
    expect(succeeded(await run([]))).toBe(false);
    expect(succeeded(await run([reluCase()], undefined, "there is none"))).toBe(false);
  });

  it("holds float64 to a millionth of the tolerance", async () => {
    const target: Target = { name: "here", backend: await interpreter(), precision: "float64" };
    const coverage = { adapters: { "torch-1.13": { ReLU: right } }, missing: {} };
    const near = reluCase({ expected: [numbers("output", [0, 0, 2 + 1e-7])] });
    const elsewhere = reluCase({ suite: "onnx-node" });
    const results = await runAll([reluCase(), near, elsewhere], [target], coverage);
    expect(results.map(({ outcome }) => outcome.kind)).toEqual(["passed", "failed"]);
  });
});

describe("report", () => {
  it("shows counts, reasons and failures", async () => {
    const wrong = reluCase({ name: "wrong", expected: [numbers("output", [0, 0, 9])] });
    const large = reluCase({ name: "large", inputs: [numbers("input", [1], "int8")] });
    expect(report(await run([reluCase(), wrong, large], right))).toMatchInlineSnapshot(`
      "passed / failed / left out          here
      torch-1.13                   1 / 1 ✗ / 1
        ReLU                       1 / 1 ✗ / 1

      Left out
        the library has no type int8
          torch-1.13: ReLU 1

      Failed
        ✗ torch-1.13 wrong on here: output at 2: expected 9, got 2 (1 of 3 differ, by up to 7.00)

      conformance: 1 passed, 1 failed, 1 left out"
    `);
  });
});
