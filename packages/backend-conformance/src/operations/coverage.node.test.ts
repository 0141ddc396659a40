import * as activations from "@nn/activations";
import * as batchnorm from "@nn/batchnorm";
import * as convolution from "@nn/convolution";
import * as dropout from "@nn/dropout";
import * as linear from "@nn/linear";
import * as losses from "@nn/losses";
import * as normalization from "@nn/normalization";
import * as optimizers from "@nn/optimizers";
import * as pooling from "@nn/pooling";
import * as structures from "@nn/structures";
import * as tensors from "@nn/tensor";
import { Module } from "@nn/module";
import { expect, it } from "vitest";
import { checks } from "../checks.ts";

const covered = new Set(checks.flatMap(({ covers }) => (covers ? [covers.operation] : [])));

/** Of layers every function is an operation; of tensors every function that has a token. */
function operationsOf(names: Readonly<Record<string, unknown>>, withToken: boolean): string[] {
  const functions = Object.keys(names).filter((name) => /^[a-z]/.test(name) && typeof names[name] === "function");
  const own = functions.filter((name) => !withToken || `${name}Operation` in names);
  return [...new Set(own.map((name) => name.replace(/WithIndices$/, "")))];
}

/** Of optimizers and structures the classes, too: no function stands behind them. */
function classesOf(
  names: Readonly<Record<string, unknown>>,
  base: abstract new (...values: never[]) => unknown,
): string[] {
  return Object.entries(names).flatMap(([name, value]) =>
    typeof value === "function" && value.prototype instanceof base ? [name] : [],
  );
}

it.each([
  { packages: "tensor", names: operationsOf(tensors, true) },
  { packages: "activations", names: operationsOf(activations, false) },
  { packages: "pooling", names: operationsOf(pooling, false) },
  { packages: "optimizers", names: [...classesOf(optimizers, optimizers.Optimizer), "clipGradNorm", "clipGradValue"] },
  { packages: "structures", names: [...classesOf(structures, Module), ...operationsOf(structures, false)] },
  {
    packages: "the others",
    names: [batchnorm, convolution, dropout, linear, losses, normalization].flatMap((each) =>
      operationsOf(each, false),
    ),
  },
])("every operation of $packages has a case", ({ names }) => {
  expect(names.filter((name) => !covered.has(name))).toEqual([]);
});

it("no two checks have the same name", () => {
  const names = checks.map(({ group, name }) => `${group}: ${name}`);
  expect(names.filter((name, position) => names.indexOf(name) !== position)).toEqual([]);
});
