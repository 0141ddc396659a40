import { tensor, Variable } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { expect, it } from "vitest";
import { clipGradNorm } from "./clipGradNorm.ts";
import { clipGradValue } from "./clipGradValue.ts";

const device = await backend();

function variables(...gradients: (number[] | undefined)[]): Variable[] {
  return gradients.map((gradient) => {
    const variable = new Variable(tensor(gradient ?? [0], { backend: device }), true);
    variable.grad = gradient && tensor(gradient, { backend: device });
    return variable;
  });
}

async function gradients(of: readonly Variable[]): Promise<number[]> {
  const lists = await Promise.all(of.flatMap(({ grad }) => (grad ? [grad.data()] : [])));
  return lists.flatMap((list) => [...list]);
}

it.each<[number, number, number[]]>([
  [2, 13, [0.3, 0.4, 1.2]],
  [1, 19, [0.3 * 13 / 19, 0.4 * 13 / 19, 1.2 * 13 / 19]], // prettier-ignore
  [Infinity, 12, [0.3 * 13 / 12, 0.4 * 13 / 12, 1.2 * 13 / 12]], // prettier-ignore
])("scales all gradients to a norm of order %d", async (p, norm, expected) => {
  const parameters = variables([3, 4], undefined, [12]);
  expectClose([await clipGradNorm(parameters, 1.3, { p })!.item()], [norm]);
  expectClose(await gradients(parameters), expected, { relative: 1e-5, absolute: 1e-6 });
  expect(parameters[1]!.grad).toBeUndefined();
});

it("leaves small gradients alone, and says that there is none", async () => {
  const parameters = variables([3, 4]);
  clipGradNorm(parameters, 10);
  expectClose(await gradients(parameters), [3, 4]);
  expect(clipGradNorm(variables(undefined), 1)).toBeUndefined();
});

it("limits single elements", async () => {
  const parameters = variables([3, -4], undefined, [0.5]);
  clipGradValue(parameters, 1);
  expectClose(await gradients(parameters), [1, -1, 0.5]);
});

it("refuses limits that are none", () => {
  expect(() => clipGradNorm([], -1)).toThrow("clipGradNorm: expected maximumNorm to be at least 0, got -1");
  expect(() => clipGradNorm([], 1, { p: 0 })).toThrow("clipGradNorm: expected p to be at least 1, got 0");
  expect(() => clipGradValue([], NaN)).toThrow("clipGradValue: expected a limit of at least 0, got NaN");
});
