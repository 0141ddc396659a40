import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { cpu } from "@nn/backend-cpu";
import ts from "typescript";
import { expect, it } from "vitest";
import { collectExamples, exportsOf } from "./collectExamples.ts";
import { exampleModule } from "./exampleModule.ts";
import { shows } from "./shows.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const backend = await cpu();

/** The tensor's operations win over the contract's expressions of the same names, and layers over compatible ones. */
const isLast = (name: string): boolean => name.startsWith("backend") || name.startsWith("compat");
const names = readdirSync(`${root}packages`).sort((a, b) => Number(isLast(a)) - Number(isLast(b)));
const files = names.map((name) => [`@nn/${name}`, `${root}packages/${name}/src/index.ts`] as const);
const entries: ReadonlyMap<string, string> = new Map(files.filter(([, file]) => existsSync(file)));
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${root}tsconfig.json`, (file) => ts.sys.readFile(file)).config,
  ts.sys,
  root,
);
const program = ts.createProgram([...entries.values()], options);
const documented = collectExamples(program, entries);
const owners = exportsOf(program, entries);

const examples = documented.flatMap(({ name, package: owner, examples: codes }) =>
  codes.map((code, number) => {
    const own = exportsOf(program, new Map([[owner, entries.get(owner)!]]));
    return { name: `${name} ${number + 1}`, text: exampleModule(code, new Map([...owners, ...own])) };
  }),
);

/** Packages of whose functions each is an operation; of tensors, one folder is. */
const complete = [
  "@nn/activations",
  "@nn/batchnorm",
  "@nn/convolution",
  "@nn/dropout",
  "@nn/initializers",
  "@nn/linear",
  "@nn/losses",
  "@nn/normalization",
  "@nn/optimizers",
  "@nn/pooling",
  "@nn/safetensors",
  "@nn/structures",
];

it("every operation has an example", () => {
  const operations = documented.filter((one) => {
    if (one.kind === "class") return one.package === "@nn/optimizers";
    return complete.includes(one.package) || one.file.includes("/tensor/src/operations/");
  });
  expect(operations.length).toBeGreaterThan(80);
  expect(operations.filter(({ examples: codes }) => codes.length === 0).map(({ name }) => name)).toEqual([]);
});

it("every example is right in its types", () => {
  const texts = new Map(examples.map(({ text }, number) => [`${root}example${number}.ts`, text]));
  const host = ts.createCompilerHost(options);
  const plain = ts.createCompilerHost(options);
  host.getSourceFile = (file, language) => {
    const text = texts.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, language);
    return program.getSourceFile(file) ?? plain.getSourceFile(file, language);
  };
  host.fileExists = (file) => texts.has(file) || plain.fileExists(file);
  host.readFile = (file) => texts.get(file) ?? plain.readFile(file);
  const checked = ts.createProgram([...texts.keys()], options, host);
  const problems = [...texts.keys()].flatMap((file, number) => {
    const source = checked.getSourceFile(file);
    return checked.getSemanticDiagnostics(source).map(({ messageText }) => {
      return `${examples[number]!.name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
  expect(problems).toEqual([]);
});

interface Exported {
  run?: (on: typeof backend, check: (value: unknown, expected: string) => void) => Promise<void>;
}
type Load = (require: (name: string) => unknown, exported: Exported) => void;

it.each(examples)("$name gives what it states", async ({ text }) => {
  const target = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(text, { compilerOptions: target });
  const modules = new Map<string, unknown>();
  for (const name of entries.keys()) {
    if (outputText.includes(`require("${name}")`)) modules.set(name, await import(/* @vite-ignore */ name));
  }
  const exported: { run?: (on: typeof backend, check: (value: unknown, expected: string) => void) => Promise<void> } =
    {};
  const load = vm.runInThisContext(`(require, exports) => {${outputText}\n}`) as Load;
  load((name) => modules.get(name), exported);
  await exported.run!(backend, (value, expected) => {
    expect(shows(value, expected), `stated: ${expected}; is: ${String(value)}`).toBe(true);
  });
});
