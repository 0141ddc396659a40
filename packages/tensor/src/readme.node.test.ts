import { readFile } from "node:fs/promises";
import { expectClose, backend as underTest } from "@nn/testing";
import { expect, it } from "vitest";
// <operation>
import { multiply, unary } from "@nn/backend";
import { applySingle, elementwise, floatOperands, type Tensor } from "@nn/tensor";

const silu = elementwise("silu", ([x]) => multiply(x!, unary("sigmoid", x!)));

export function swish(x: Tensor): Tensor {
  return applySingle(silu, floatOperands("swish", [x]), undefined);
}
// </operation>
import { explain, generator, grad, matmul, mean, normal, square, sub, tensor } from "@nn/tensor";

const backend = await underTest();
const printed: unknown[] = [];
const console = { log: (...values: unknown[]) => printed.push(...values) };

// <example>
const weights = normal([3, 2], { backend, generator: generator(0), requiresGradient: true });
const x = tensor([[1, 2, 3]], { backend });
const y = tensor([[1, 0]], { backend });

const loss = mean(square(sub(matmul(x, weights), y)));
const [gradient] = grad(loss, [weights]); // nothing has been computed so far

console.log(String(explain([loss, gradient!]))); // the kernels that will run, as formulas
console.log(await loss.item(), await gradient!.toArray());
// </example>

it.each(["example", "operation"])("shows the %s that is tested here", async (part) => {
  const text = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), "utf8");
  const [source, readme] = await Promise.all([text("readme.node.test.ts"), text("../README.md")]);
  const [, code = "nothing"] = source.split(new RegExp(`// </?${part}>\n`));
  expect(readme).toContain(code.trim());
});

it("runs the example", () => {
  expect(printed[0]).toMatch(/^\d+ kernels? on interpreter/);
  expect(printed[1]).toBeGreaterThan(0);
});

it("applies the operation", async () => {
  expectClose(await swish(tensor([0, 1, -2], { backend })).data(), [0, 0.7310586, -0.2384058]);
});
