import { interpreter, NNError, type Backend } from "@nn/backend";
import { beforeEach, describe, expect, it } from "vitest";
import { tensor } from "./create.ts";
import { configure, statistics } from "./explain.ts";
import { delegate } from "./fixtures.ts";
import { backward, grad } from "./gradient.ts";
import { add } from "./operations/add.ts";
import { mul } from "./operations/mul.ts";
import { slice } from "./operations/slice.ts";
import { sub } from "./operations/sub.ts";
import { sum } from "./operations/sum.ts";
import { endStep, evaluate } from "./step.ts";
import type { Tensor } from "./tensor.ts";
import { Variable } from "./variable.ts";

let backend: Backend;
beforeEach(async () => {
  backend = await interpreter();
});

describe("reading", () => {
  it("computes everything that is asked for in one tick with one plan", async () => {
    const x = tensor([1, 2, 3], { backend });
    const [a, b] = await Promise.all([sum(x).item(), add(x, x).toArray()]);
    expect([a, b]).toEqual([6, [2, 4, 6]]);
    expect(statistics(backend).runs).toBe(1);
  });

  it("gives an array that belongs to the reader", async () => {
    const x = add(tensor([1, 2], { backend }), 1);
    const first = await x.data();
    first[0] = 99;
    expect(await x.toArray()).toEqual([2, 3]);
  });

  it("does not see changes of the array that a tensor was made from", async () => {
    const numbers = Float32Array.of(1, 2);
    const x = tensor(numbers, { backend });
    numbers[0] = 99;
    expect(await x.toArray()).toEqual([1, 2]);
  });

  it("reads at once where the backend can", () => {
    expect(add(tensor([1, 2], { backend }), 1).dataSync()).toEqual(Float32Array.of(2, 3));
  });

  it("names what is wrong with item() of several elements", async () => {
    await expect(tensor([1, 2], { backend }).item()).rejects.toThrow(
      "item: expected a tensor with one element, got shape [2]",
    );
  });

  it("computes a chain that nobody reads before it grows without limit", async () => {
    let x = tensor([0], { backend });
    for (let step = 0; step < 2500; step++) x = add(x, 1);
    expect(statistics(backend).runs).toBe(2);
    expect(await x.toArray()).toEqual([2500]);
  });
});

describe("releasing", () => {
  it("refuses to read a disposed tensor", async () => {
    const x = tensor([1, 2], { backend });
    x.dispose();
    await expect(x.data()).rejects.toThrow("data: the tensor cannot be read: it was disposed");
    await expect(add(x, 1).data()).rejects.toThrow("data: the tensor cannot be read: it was disposed");
    expect(() => x.dataSync()).toThrow(new NNError("disposed", "dataSync: the tensor cannot be read: it was disposed"));
  });

  it("disposes at the end of a block, by its symbol", async () => {
    const x = add(tensor([1, 2], { backend }), 1);
    await evaluate(x);
    expect(backend.memory().buffers).toBe(2);
    x[Symbol.dispose]();
    expect(backend.memory().buffers).toBe(1);
  });

  it("holds nothing on the device for small results that were read", async () => {
    const x = new Variable(tensor([1, 2], { backend }));
    await sum(add(x, 1)).data();
    const before = backend.memory();
    for (let step = 0; step < 10; step++) await sum(add(x, step)).data();
    expect(backend.memory()).toEqual(before);
  });

  it.each([true, false])("moves old results to the host beyond a budget (read at once: %s)", async (atOnce) => {
    const device = atOnce ? backend : delegate(backend, { name: "patient" });
    configure(device, { resultBudget: 1_000_000 });
    const x = new Variable(tensor(new Float32Array(50_000), { backend: device }));
    const results: Tensor[] = [];
    for (let step = 0; step < 10; step++) {
      results.push(add(x, step));
      await evaluate(results.at(-1)!);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(device.memory().bytes).toBeLessThanOrEqual(1_000_000 + 2 * 200_000);
    expect(await sum(add(results[0]!, results[3]!)).item()).toBe(150_000);
  });

  it.each([true, false])("bounds small results that nobody reads (read at once: %s)", async (atOnce) => {
    const device = atOnce ? backend : delegate(backend, { name: "patient" });
    const x = new Variable(tensor([1, 2], { backend: device }));
    const results: Tensor[] = [];
    let most = 0;
    for (let step = 0; step < 500; step++) {
      results.push(add(x, step));
      await evaluate(results.at(-1)!);
      most = Math.max(most, device.memory().buffers);
    }
    expect(most).toBeLessThanOrEqual(100);
    expect(await results[0]!.toArray()).toEqual([1, 2]);
    expect(await add(results[1]!, results[499]!).toArray()).toEqual([502, 504]);
  });

  it("bounds small results where the event loop is never reached", () => {
    const never = new Promise<never>(() => undefined);
    const device = delegate(backend, { read: () => never, readSync: (buffer) => backend.readSync!(buffer) });
    const x = new Variable(tensor([1, 2], { backend: device }));
    const results: Tensor[] = [];
    for (let step = 0; step < 1000; step++) {
      results.push(add(x, step));
      void evaluate(results.at(-1)!);
    }
    expect(device.memory().buffers).toBeLessThan(400);
    expect(results[0]!.dataSync()).toEqual(Float32Array.of(1, 2));
  });

  it("leaves results that cannot be moved to those who read them", async () => {
    const gone = (): never => {
      throw new Error("context lost");
    };
    const device = delegate(backend, { read: () => Promise.reject(new Error("context lost")), readSync: gone });
    const x = new Variable(tensor([1, 2], { backend: device }));
    const results = Array.from({ length: 400 }, (_, step) => add(x, step));
    for (const result of results) await evaluate(result);
    await expect(results[0]!.data()).rejects.toThrow("context lost");
  });

  it("leaves a result on the device that a variable took while it was moving", async () => {
    const reads: (() => void)[] = [];
    const device = delegate(backend, {
      read: async (buffer) => {
        await new Promise<void>((resolve) => reads.push(resolve));
        return backend.read(buffer);
      },
    });
    const x = new Variable(tensor([1, 2], { backend: device }));
    const results = Array.from({ length: 65 }, (_, step) => add(x, step));
    for (const result of results) await evaluate(result);
    const taken = new Variable(results[0]!);
    const before = device.memory().buffers;
    reads.forEach((answer) => answer());
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(before - device.memory().buffers).toBe(reads.length - 1);
    expect(taken.value.buffer).toBeDefined();
  });

  it("drops copies of host tensors that some plans did not use, and makes them again", async () => {
    const x = new Variable(tensor([1, 2], { backend }));
    const constant = tensor([10, 20], { backend });
    const first = tensor([3, 4], { backend });
    expect(await add(x, first).toArray()).toEqual([4, 6]);
    const buffers: number[] = [];
    for (let step = 0; step < 30; step++) {
      await add(add(x, constant), tensor([step, step], { backend })).data();
      buffers.push(backend.memory().buffers);
    }
    expect(buffers.slice(10)).toEqual(Array<number>(20).fill(buffers[10]!));
    expect(buffers[29]).toBe(10);
    expect(await add(x, first).toArray()).toEqual([4, 6]);
  });

  it("keeps on the device what a variable holds, however large it is and whatever other plans read", async () => {
    const large = new Variable(tensor(new Float32Array(5_000_000), { backend }));
    const first = slice(large, [{ start: 0, end: 1 }]);
    expect(await first.toArray()).toEqual([0]);
    for (let step = 0; step < 20; step++) await add(tensor([step], { backend }), 1).data();
    expect(backend.memory().bytes).toBeGreaterThanOrEqual(20_000_000);
    large.dispose();
    expect(backend.memory().bytes).toBeLessThan(1_000_000);
  });

  it("keeps memory flat over training steps, without dispose", async () => {
    const w = new Variable(tensor(new Float32Array(1000), { backend }), true);
    const bytes: number[] = [];
    for (let step = 0; step < 20; step++) {
      w.grad = undefined;
      const loss = sum(add(w, tensor(new Float32Array(1000).fill(step), { backend })));
      backward(loss);
      w.assign(add(w, w.grad!));
      endStep(backend);
      await loss.item();
      bytes.push(backend.memory().bytes);
    }
    expect(bytes[19]).toBe(bytes[12]);
    expect(await sum(w).item()).toBe(20000);
  });
});

describe("variables", () => {
  it("leave what was computed before with the old numbers", async () => {
    const w = new Variable(tensor([1, 2], { backend }));
    const before = add(w, 10);
    w.assign(add(w, 1));
    expect(await before.toArray()).toEqual([11, 12]);
    expect(await w.toArray()).toEqual([2, 3]);
  });

  it("keep old numbers readable for one more step, then say why they are gone", async () => {
    const w = new Variable(tensor([1], { backend }));
    const step = async (): Promise<void> => {
      w.assign(add(w, 1));
      endStep(backend);
      await w.data();
    };
    await step();
    const [before, other] = [add(w, 10), add(w, 20)];
    await step();
    expect(await other.toArray()).toEqual([22]);
    await step();
    await step();
    await expect(before.data()).rejects.toThrow(
      "it depends on a variable that was assigned at least twice since; read it earlier",
    );
  });

  it("take steps whose chains are so long that parts run before the step ends", async () => {
    const weights = [1, 2, 3, 4, 5].map((start) => new Variable(tensor([start], { backend }), true));
    for (let step = 0; step < 2; step++) {
      const product = weights.reduce<Tensor>((total, weight) => mul(total, weight), tensor([1], { backend }));
      const gradients = grad(product, weights);
      weights.forEach((weight, position) => {
        let change = gradients[position]!;
        for (let times = 0; times < 1100; times++) change = mul(change, 1);
        weight.assign(sub(weight, change));
      });
      endStep(backend);
    }
    const first = [-119, -58, -37, -26, -19];
    const product = -119 * 58 * 37 * 26 * 19;
    const values = await Promise.all(weights.map((weight) => weight.item()));
    values.forEach((value, position) => expect(value).toBeCloseTo(first[position]! - product / first[position]!, 0));
  });

  it("are assigned in one plan a step, however many steps nobody waits for", async () => {
    const w = new Variable(tensor([0], { backend }));
    for (let step = 0; step < 10; step++) {
      for (let times = 0; times < 300; times++) w.assign(add(w, 1));
      endStep(backend);
    }
    expect(statistics(backend).plans).toBe(1);
    expect(await w.toArray()).toEqual([3000]);
  });

  it("let go of old numbers in a loop that ends no step too", async () => {
    const w = new Variable(tensor(new Float32Array(16_400), { backend }));
    const count = (times: number): void => {
      for (let time = 0; time < times; time++) w.assign(add(w, 1));
    };
    count(10);
    const before = add(w, 1);
    count(2990);
    await expect(before.data()).rejects.toThrow("assigned at least twice since");
    expect((await w.data())[0]).toBe(3000);
  });

  it("leave a detached handle its numbers", async () => {
    const w = new Variable(tensor([1], { backend }));
    const kept = w.detach();
    for (let step = 0; step < 5; step++) {
      w.assign(add(w, 1));
      endStep(backend);
      await w.data();
    }
    expect(await kept.toArray()).toEqual([1]);
    expect(await w.toArray()).toEqual([6]);
  });

  it("leave the tensors that they were given readable", async () => {
    const made = tensor([1, 2], { backend });
    const computed = add(made, 1);
    await evaluate(computed);
    const [first, second] = [new Variable(made), new Variable(add(made, 10))];
    first.assign(computed);
    for (let step = 0; step < 4; step++) {
      first.assign(add(first, 1));
      second.assign(add(second, 1));
      endStep(backend);
      await first.data();
    }
    expect(await made.toArray()).toEqual([1, 2]);
    expect(await computed.toArray()).toEqual([2, 3]);
    expect(await second.toArray()).toEqual([15, 16]);
  });

  it("refuse another shape, dtype or backend, and stay as they are", async () => {
    const w = new Variable(tensor([1, 2], { backend }));
    expect(() => w.assign(tensor([1], { backend }))).toThrow("assign: expected float32 [2], got float32 [1]");
    expect(() => w.assign(tensor([1, 2], { backend, dtype: "int32" }))).toThrow("got int32 [2]");
    const other = await interpreter();
    expect(() => w.assign(tensor([1, 2], { backend: other }))).toThrow("assign: expected a tensor on the variable's");
    expect(await w.toArray()).toEqual([1, 2]);
  });

  it("are updated by steps that nobody waits for", async () => {
    const w = new Variable(tensor([0], { backend }));
    for (let step = 0; step < 3; step++) {
      w.assign(add(w, 1));
      endStep(backend);
    }
    expect(statistics(backend).runs).toBe(2);
    await Promise.resolve();
    expect(statistics(backend).runs).toBe(3);
    expect(await w.toArray()).toEqual([3]);
  });
});

describe("failures", () => {
  it("reach whoever reads, leave the graph as it was, and can be tried again", async () => {
    let broken = true;
    const inner = await interpreter();
    const flaky = delegate(inner, {
      run: (steps) => {
        if (broken) throw new Error("device on fire");
        return inner.run(steps);
      },
    });
    const x = add(tensor([1, 2], { backend: flaky }), 1);
    await expect(x.data()).rejects.toThrow("device on fire");
    broken = false;
    expect(await x.toArray()).toEqual([2, 3]);
    expect(flaky.memory().buffers).toBe(1);
  });

  it("of asynchronous plans reach whoever reads", async () => {
    const inner = await interpreter();
    const failing = delegate(inner, {
      name: "failing",
      compile: (kernel) => Promise.resolve(inner.compile(kernel)),
      run: () => Promise.reject(new Error("context lost")),
    });
    const x = add(tensor([1, 2], { backend: failing }), 1);
    await expect(x.data()).rejects.toThrow("its computation failed: context lost");
    expect(() => x.dataSync()).toThrow('dataSync: backend "failing" cannot read at once; use await data()');
  });

  it("name both backends when tensors of two meet", async () => {
    const other = await interpreter();
    expect(() => add(tensor([1], { backend }), tensor([1], { backend: other }))).toThrow(
      "add: expected tensors of one backend, got interpreter and interpreter (two instances); " +
        "move one with to(tensor, backend)",
    );
  });

  it("name a dtype that the backend lacks", async () => {
    const single: Backend = { ...backend, capabilities: { ...backend.capabilities, dtypes: new Set(["float32"]) } };
    expect(() => tensor([1], { backend: single, dtype: "float64" })).toThrow(
      'tensor: backend "interpreter" does not support float64; it supports float32',
    );
  });
});

describe("asynchronous backends", () => {
  it("run plans in order and give right numbers", async () => {
    const inner = await interpreter();
    const slow = delegate(inner, {
      name: "slow",
      compile: async (kernel) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return inner.compile(kernel);
      },
      run: async (steps) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return inner.run(steps);
      },
    });
    const w = new Variable(tensor([0], { backend: slow }));
    for (let step = 1; step <= 5; step++) {
      w.assign(add(w, step));
      endStep(slow);
    }
    expect(await w.toArray()).toEqual([15]);
  });
});
