import { grad, sum, tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { expectActivation } from "./fixtures.ts";
import { GELU, gelu } from "./gelu.ts";

const on = { backend: await backend() };

describe("gelu", () => {
  it("is x times the normal distribution, with its gradient", async () => {
    await expectActivation((x) => gelu(x), {
      values: [[-Infinity, 0], [-1, -0.15865525], [0, 0], [1, 0.84134475], [1e38, 1e38]],
      slopes: [[-Infinity, 0], [-1, -0.08331547], [0, 0.5], [1, 1.0833155], [1e38, 1]],
      curved: true,
    }); // prettier-ignore
  });

  it("is approximated with tanh on request, with the gradient of that", async () => {
    await expectActivation((x) => gelu(x, { approximate: "tanh" }), {
      values: [[-Infinity, 0], [-1, -0.15880801], [0, 0], [1, 0.84119199], [1e38, 1e38]],
      slopes: [[-Infinity, 0], [-1, -0.08296408], [0, 0.5], [1, 1.0829641], [1e38, 1]],
      curved: true,
    }); // prettier-ignore
  });

  it("keeps its tail, where 1 + erf would cancel", async () => {
    const y = await gelu(tensor([-5, -6, -8], on)).data();
    expectClose(y, [-1.4332579e-6, -5.9195261e-9, -4.9767685e-15], { relative: 2e-4, absolute: 0 });
  });

  it("has the gradient of erf, not of tanh, where they differ most", async () => {
    const x = tensor([2.02], { ...on, requiresGradient: true });
    const [slope] = grad(sum(gelu(x)), [x]);
    expectClose(await slope!.data(), [1.0830846], { relative: 2e-5 });
  });

  it("is a module, too", async () => {
    const x = tensor([-1, 2], on);
    expect(await new GELU().forward(x).toArray()).toEqual(await gelu(x).toArray());
    expect(new GELU().toString()).toBe("GELU()");
    expect(new GELU({ approximate: "tanh" }).toString()).toBe("GELU(approximate=tanh)");
    expect(() => gelu(tensor([true], on))).toThrow("gelu: expected float32 or float64, got bool; convert with cast");
  });
});
