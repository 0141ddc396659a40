import { interpreter, type Backend } from "@nn/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { full, tensor } from "../create.ts";
import { configure, explain, statistics } from "../explain.ts";
import { grad } from "../gradient.ts";
import { add } from "../operations/add.ts";
import { exp } from "../operations/exp.ts";
import { expand } from "../operations/expand.ts";
import { mul } from "../operations/mul.ts";
import { reshape } from "../operations/reshape.ts";
import { sigmoid } from "../operations/sigmoid.ts";
import { sum } from "../operations/sum.ts";
import { Variable } from "../variable.ts";
import { traceGraph } from "./trace.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await interpreter();
});

describe("explain", () => {
  it("shows kernels as formulas, their buffers and the bytes they move", () => {
    const x = tensor([[1, 2, 3], [4, 5, 6]], { backend }); // prettier-ignore
    expect(String(explain(sum(mul(x, 2), { axes: 1 })))).toBe(
      [
        "1 kernel on interpreter, 32 B moved, 0 B of intermediates",
        "kernel 1: full → mul → sum (32 B)",
        "  out0[i] = sum over (u<3) of x0[i, u] * 2",
        "  x0 = leaf 0 float32 [2, 3]",
        "  out0 = result 0 float32 [2]",
      ].join("\n"),
    );
  });

  it("needs a tensor", () => {
    expect(() => explain([])).toThrow("explain: expected at least one tensor, got none");
  });
});

describe("fusion", () => {
  it("computes an elementwise chain where it is reduced", async () => {
    const x = tensor([[1, 2, 3], [4, 5, 6]], { backend }); // prettier-ignore
    const y = sum(add(add(x, 1), tensor([10, 20, 30], { backend })), { axes: 1 });
    const plan = explain(y);
    expect(plan.kernels).toHaveLength(1);
    expect(plan.kernels[0]!.formula).toBe("out0[i] = sum over (u<3) of x0[i, u] + 1 + x1[u]");
    expect(plan.bytesMoved).toBe(4 * (6 + 3 + 2));
    expect(await y.toArray()).toEqual([69, 78]);
  });

  it("computes what follows a reduction at the same index in its kernel", async () => {
    const x = tensor([[1, 2], [3, 4]], { backend }); // prettier-ignore
    const total = sum(x, { axes: 1 });
    const y = add(add(total, total), tensor([100, 200], { backend }));
    expect(explain([y, total]).kernels).toHaveLength(1);
    expect(await y.toArray()).toEqual([106, 214]);
    expect(await total.toArray()).toEqual([3, 7]);
  });

  it("joins sums over the same data, and a sum that needs another one's result", async () => {
    const x = tensor([[1, 2], [3, 4]], { backend }); // prettier-ignore
    const first = sum(x, { axes: 0, keepDims: true });
    const second = sum(add(x, first), { axes: 0, keepDims: true });
    expect(explain([first, second]).kernels).toHaveLength(1);
    expect(await second.toArray()).toEqual([[12, 18]]);
  });

  it("does not make a kernel depend on itself", async () => {
    const x = tensor([1, 2, 3], { backend });
    const total = sum(x);
    const y = add(x, expand(reshape(total, [1]), [3]));
    const z = add(add(x, x), y);
    const again = add(sum(z), total);
    expect(await again.item()).toBe(6 * 3 + 18 + 6);
  });

  it("does not store what a gradient is given and does not read", () => {
    const x = tensor([[1, 2], [3, 4]], { backend }); // prettier-ignore
    const bias = tensor([1, 2], { backend, requiresGradient: true });
    const y = sum(add(sigmoid(x), bias), { axes: 1 });
    const written = explain([y, ...grad(y, [bias])]).kernels.flatMap(({ kernel }) =>
      kernel.outputs.map(() => kernel.shape),
    );
    expect(written).not.toContainEqual([2, 2]);
  });

  it("does not join a kernel that another one stands between", async () => {
    const a = add(tensor([1, 2, 3], { backend }), 1);
    const c = mul(a, expand(reshape(sum(a), [1]), [3]));
    expect(explain([a, c]).kernels).toHaveLength(3);
    const [first, second] = await Promise.all([a.toArray(), c.toArray()]);
    expect([first, second]).toEqual([
      [2, 3, 4],
      [18, 27, 36],
    ]);
  });

  it("keeps one of two folds that turn out to be equal", () => {
    const x = tensor([[1, 2], [3, 4]], { backend }); // prettier-ignore
    const again = reshape(reshape(x, [4]), [2, 2]);
    const { kernels } = explain(add(sum(x, { axes: 1 }), sum(again, { axes: 1 })));
    expect(kernels.map(({ kernel }) => kernel.folds.length)).toEqual([1]);
  });

  it("sees through reshapes", () => {
    const x = full([2, 3, 4], 1, { backend });
    const y = sum(reshape(add(tensor(new Float32Array(24), { backend, shape: [2, 3, 4] }), x), [2, 12]), { axes: 1 });
    expect(explain(y).kernels).toHaveLength(1);
  });

  it("computes a small operand once, beside what it is made of, though a reshape stands between", () => {
    const x = tensor(new Float32Array(24), { backend, shape: [2, 3, 4] });
    const scale = exp(sum(x, { axes: [0, 2] }));
    const y = mul(x, reshape(scale, [3, 1]));
    expect(explain(y).kernels.map(({ operations }) => operations)).toEqual([
      ["sum", "exp"],
      ["reshape", "mul"],
    ]);
  });

  it("stores every operation's result when it is switched off, and gets the same numbers", async () => {
    const plain = await interpreter();
    configure(plain, { fusion: false });
    const results = [plain, backend].map((device) => {
      const x = tensor([[0.1, 0.2], [0.3, 0.4]], { backend: device, requiresGradient: true }); // prettier-ignore
      return grad(sum(add(add(x, x), sum(x, { axes: 1, keepDims: true }))), [x])[0]!;
    });
    expect(explain(results[0]!).kernels.length).toBeGreaterThan(explain(results[1]!).kernels.length);
    expect(await results[0]!.data()).toEqual(await results[1]!.data());
  });

  it("computes equal calls once", () => {
    const z = tensor([1, 2, 3], { backend });
    expect(
      traceGraph([add(z, 1), add(z, 1)].map(({ value }) => value)).calls.map(({ inputs }) => inputs.length),
    ).toEqual([0, 2]);
    const x = tensor([1, 2, 3], { backend });
    const y = add(sum(add(x, 1)), sum(add(x, 1)));
    expect(explain(y).kernels).toHaveLength(1);
    expect(explain(y).kernels[0]!.kernel.folds).toHaveLength(1);
  });
});

describe("plan cache", () => {
  it("plans and compiles a repeated step once, whatever host scalars it is given", async () => {
    const device = await interpreter();
    const x = new Variable(tensor([1, 2], { backend: device }));
    const counts = [];
    for (let step = 1; step <= 4; step++) {
      x.assign(add(x, expand(reshape(tensor(step, { backend: device }), [1]), [2])));
      await x.data();
      counts.push(statistics(device));
    }
    expect(await x.toArray()).toEqual([11, 12]);
    expect(counts[3]!.compiled).toBe(counts[1]!.compiled);
    expect(counts[3]!.plans).toBe(counts[1]!.plans);
  });

  it("distinguishes which values are asked for", async () => {
    const x = tensor([1, 2], { backend });
    const y = add(x, 1);
    expect(await sum(y).item()).toBe(5);
    expect(await y.toArray()).toEqual([2, 3]);
  });

  it("gives each of two equal roots its own storage", async () => {
    const x = tensor([1, 2], { backend });
    const [a, b] = [add(x, 1), add(x, 1)];
    const [first, second] = await Promise.all([a.data(), b.data()]);
    expect(first).toEqual(Float32Array.of(2, 3));
    expect(second).toEqual(first);
  });
});
