import { expect, it } from "vitest";
import { exampleModule } from "./exampleModule.ts";

it("imports what an example uses, and checks what it states", () => {
  const owners = new Map([
    ["tensor", "@nn/tensor"],
    ["relu", "@nn/activations"],
    ["sum", "@nn/tensor"],
  ]);
  const code = "const x = tensor([-1, 2], { backend });\nawait relu(x).data(); // 0, 2\nx.shape;\n";
  expect(exampleModule(code, owners)).toBe(`import type { Backend } from "@nn/backend";
import { tensor } from "@nn/tensor";
import { relu } from "@nn/activations";
export async function run(backend: Backend, check: (value: unknown, expected: string) => void): Promise<void> {
const x = tensor([-1, 2], { backend });
check(await relu(x).data(), "0, 2");
x.shape;
}
`);
});

it("does not import what an example declares or reaches as a property", () => {
  const owners = new Map([["sum", "@nn/tensor"]]);
  expect(exampleModule("const sum = 1; [1].map((at) => at); ({ sum: 2 }).sum;", owners)).not.toContain("@nn/tensor");
});
