import { interpreter, type DType } from "@nn/backend";
import { expect, it } from "vitest";
import { faulty, deviceFaults } from "./fixtures.ts";
import type { ConformanceOptions, CreateBackend } from "./runChecks.ts";
import { printSupport, supportReport } from "./supportReport.ts";
import { testBackend } from "./testBackend.ts";

/** Declares the checks to a test runner that notes them, and runs them. */
async function declared(create: CreateBackend, options: ConformanceOptions) {
  const run = new Map<string, () => Promise<void>>();
  const skipped: string[] = [];
  const it = Object.assign((name: string, body: () => Promise<void>) => run.set(name, body), {
    skip: (name: string) => skipped.push(name),
  });
  const titles: string[] = [];
  const describe = (name: string, body: () => void): void => {
    titles.push(name);
    body();
  };
  const results = await testBackend("mine", create, { describe, it, ...options });
  const failed: string[] = [];
  for (const [name, body] of run) await body().catch(() => failed.push(name));
  return { titles, names: [...run.keys()], skipped, failed, report: supportReport(results) };
}

const onlyFloats = (): ReturnType<CreateBackend> => interpreter({ dtypes: ["float32", "bool"] satisfies DType[] });
const storage: ConformanceOptions = { filter: ({ group }) => group === "storage" };

it("declares a test for each check, and skips what the backend lacks with the reason", async () => {
  const { titles, names, skipped, failed, report } = await declared(onlyFloats, storage);
  expect(titles).toEqual(["mine conforms", "storage"]);
  expect(names).toContain("gives back what was written, as float32");
  expect(skipped).toContain("gives back what was written, as int32 (capabilities.dtypes lacks int32)");
  expect(failed).toEqual([]);
  expect(report.counts).toEqual({ passed: names.length, failed: 0, skipped: skipped.length });
  expect(report.skipped["capabilities.dtypes lacks int32"]).toContain("storage: gives back what was written, as int32");
});

it("reports each direction of each operation", async () => {
  const { report } = await declared(onlyFloats, { filter: ({ group }) => group === "operations/losses" });
  expect(report.operations["mseLoss"]).toEqual({ forward: "passed", backward: "passed", doubleBackward: "passed" });
  expect(report.operations["nllLoss"]?.backward).toBe("skipped");
  expect(printSupport(report)).toContain(
    "skipped, since capabilities.dtypes lacks int32:\n  operations/losses: nllLoss\n",
  );
  expect(printSupport(report)).toMatch(/^mseLoss +✓ ✓ ✓$/m);
});

const careless = (): ReturnType<CreateBackend> => faulty(deviceFaults["accepts data of any length"]!);
const name = "refuses data of another length";

it("fails where a check throws, with its message in the report", async () => {
  const { failed, report } = await declared(careless, storage);
  expect(failed).toEqual([name]);
  expect(report.failed[`storage: ${name}`]).toBe(
    "write of too few elements: expected an NNError of code backend, got no error",
  );
});

it("expects known defects, and says when they are gone", async () => {
  const known = { ...storage, knownDefects: { [name]: "lengths are not checked" } };
  expect(await declared(careless, known)).toMatchObject({ failed: [], report: { counts: { failed: 1 } } });
  const { failed } = await declared(interpreter, known);
  expect(failed).toEqual([`${name} (known defect: lengths are not checked)`]);
});

it("takes wider bounds where the backend declares them, and narrower ones", async () => {
  const one: ConformanceOptions = { filter: (check) => check.name === "exp up to 80" };
  expect((await declared(interpreter, one)).failed).toEqual([]);
  expect((await declared(interpreter, { ...one, tolerances: { exp: { relative: 1e-9 } } })).failed).toHaveLength(1);
});

it("skips infinities where they are not promised, unless the device carries them", async () => {
  const vague = async () => {
    const backend = await interpreter();
    const capabilities = { ...backend.capabilities, nonFinite: "unspecified" as const };
    return Object.defineProperty(backend, "capabilities", { value: capabilities });
  };
  const one: ConformanceOptions = { filter: (check) => check.name === "keeps infinities and NaN" };
  expect((await declared(vague, one)).skipped).toEqual([
    'keeps infinities and NaN (capabilities.nonFinite is "unspecified")',
  ]);
  expect((await declared(vague, { ...one, nonFinite: "carried" })).names).toEqual(["keeps infinities and NaN"]);
});
