import { sigmoid } from "@nn/activations";
import type { Kernel } from "@nn/backend";
import { add, evaluate, tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { createCpu } from "../createCpu.ts";
import { compileFormula } from "../execution/formulaProgram.ts";
import { defaultGrain } from "../execution/host.ts";
import { Heap } from "../heap.ts";
import { cpu } from "../index.ts";
import { Control, word } from "./control.ts";
import { fine, shared } from "./fixtures.ts";
import { threadsHere, type StartWorker } from "./startWorkers.ts";
import { Team } from "./team.ts";

/** y[i] = i, for 40 positions. */
const counting: Kernel = {
  shape: [40],
  inputs: [],
  scalars: [],
  folds: [],
  outputs: [{ dtype: "int32", value: { kind: "index", axis: 0, dtype: "int32" } }],
};
const counted = Int32Array.from({ length: 40 }, (_, at) => at);

/** A heap, a phase that counts in ten tasks, and a team of two. */
function countingTeam(start: StartWorker, patience?: number): { team: Team; run: (this: void) => unknown } {
  const heap = Heap.shared()!;
  const program = compileFormula(counting, { memory: heap.memory, threads: 2, grain: fine.grain, relaxedSimd: false });
  const address = heap.allocate(160);
  const team = new Team(heap.memory, { threads: 2, start, sharedFrom: 0, hostTasks: 1, ...(patience && { patience }) });
  return {
    team,
    run() {
      team.run(program.phases({ inputs: [], outputs: [address], scalars: [], scratch: 0 }));
      return heap.read(address, 40, "int32");
    },
  };
}

describe("threads", () => {
  it("are as many as the machine runs at once, or as asked for", async () => {
    const backends = [await cpu(), await cpu({ threads: 1 }), await cpu({ threads: 5 })];
    const counts = backends.map(({ threads }) => threads);
    expect(counts).toEqual([Math.min(16, threadsHere().count), 1, 5]);
    expect(backends.map(({ threadsLimitedBy }) => threadsLimitedBy)).toEqual([undefined, undefined, undefined]);
    backends.forEach((backend) => backend.dispose());
  });

  it.each([0, 1.5, NaN, -1, Infinity, 129])("cannot be %d", async (threads) => {
    await expect(cpu({ threads })).rejects.toThrow(
      `cpu: expected threads to be an integer from 1 to 128, got ${threads}`,
    );
  });

  it("share the memory of the backend, which reports as before", async () => {
    const backend = await shared(2);
    const buffer = backend.allocate("float32", 10);
    expect(backend.memory()).toMatchObject({ bytes: 40, buffers: 1 });
    expect(backend.memory().reservedBytes).toBeLessThan(1e6);
    backend.free(buffer);
    backend.dispose();
  });

  it("see memory that was added after they started", async () => {
    const backend = await shared(3);
    const small = tensor(new Float32Array(100).fill(1), { backend });
    await add(small, 1).data();
    const large = tensor(new Float32Array(5_000_000).fill(2), { backend });
    const sum = await add(large, 1).data();
    expect(sum.every((value) => value === 3)).toBe(true);
    backend.dispose();
  }, 120_000);

  it("of two backends do not meet", async () => {
    const [first, second] = [await shared(2), await shared(3)];
    const [a, b] = [tensor(new Float32Array(64).fill(1), { backend: first }), tensor(new Float32Array(64).fill(2), { backend: second })]; // prettier-ignore
    const sums = await Promise.all([add(a, 1).data(), add(b, 1).data(), add(a, 2).data(), add(b, 2).data()]);
    expect(sums.map((sum) => [...new Set(sum)])).toEqual([[2], [3], [3], [4]]);
    first.dispose();
    expect([...new Set(await add(b, 3).data())]).toEqual([5]);
    second.dispose();
  });

  it("are ended with the backend, also in the middle of a program's work", async () => {
    const backend = await shared(2);
    const x = tensor(new Float32Array(1000), { backend });
    const reading = sigmoid(x).data();
    backend.dispose();
    await expect(reading).rejects.toThrow("the backend was disposed");
    await expect(evaluate(sigmoid(x))).rejects.toThrow("the backend was disposed");
  });

  it("start with the first large kernel", async () => {
    const backend = await createCpu({ threads: 2 });
    await evaluate(add(tensor([1, 2], { backend }), 1));
    expect(backend.threads).toBe(2);
    backend.dispose();
  });
});

describe("a team", () => {
  const real = threadsHere().start!;

  it("runs tasks on its workers", async () => {
    const { team, run } = countingTeam(real);
    await team.start();
    expect(run()).toEqual(counted);
    team.dispose();
  });

  it("works alone until its workers are ready, and where they cannot be started", () => {
    const late = countingTeam(() => ({ send: () => undefined, stop: () => undefined }));
    expect(late.run()).toEqual(counted);
    expect(late.team.threads).toBe(2);

    const refused = countingTeam(() => {
      throw new Error("no threads today");
    });
    expect(refused.run()).toEqual(counted);
    expect([refused.team.threads, refused.team.lost]).toEqual([1, "Error: no threads today"]);
  });

  it("works alone once a worker has ended, and says why", async () => {
    let end = (): void => undefined;
    const { team, run } = countingTeam((events) => {
      const worker = real(events);
      end = () => {
        worker.stop();
        events.lost("a thread has ended");
      };
      return worker;
    });
    await team.start();
    end();
    expect(run()).toEqual(counted);
    expect([team.threads, team.lost]).toEqual([1, "a thread has ended"]);
  });

  it("reports a worker that stops in the middle of its work, instead of waiting forever", () => {
    const { team, run } = countingTeam(
      () => ({
        send(message) {
          // It takes part, but never finishes a task.
          if (message.kind === "start") Atomics.add(new Control(message.control).words, word.ready, 1);
        },
        stop: () => undefined,
      }),
      200,
    );
    run();
    expect(run).toThrow("cpu.run: a thread has not answered for 0.2 seconds; its part of the result is missing");
    expect(run()).toEqual(counted);
    expect(team.threads).toBe(1);
  });

  it("reports an error on a worker", async () => {
    const { team, run } = countingTeam((events) => {
      const worker = real(events);
      return {
        ...worker,
        // Not the memory that the module says it needs.
        send: (message) =>
          worker.send(
            message.kind === "start"
              ? { ...message, memory: new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }) }
              : message,
          ),
      };
    });
    await team.start();
    expect(run).toThrow(/^cpu.run: thread 1 failed: RuntimeError: memory access out of bounds/);
    expect(run()).toEqual(counted);
    expect(team.threads).toBe(1);
  });

  it("reports an error on the host, or on whichever thread meets it", async () => {
    const heap = Heap.shared()!;
    const team = new Team(heap.memory, { threads: 2, start: real, sharedFrom: 0 });
    await team.start();
    const program = compileFormula(counting, {
      memory: heap.memory,
      threads: 2,
      grain: fine.grain,
      relaxedSimd: false,
    });
    const [phase] = program.phases({ inputs: [], outputs: [2 ** 31], scalars: [], scratch: 0 });
    expect(() => team.run([phase!])).toThrow("memory access out of bounds");
    team.dispose();
  });

  it("leaves small phases to the host", () => {
    let started = 0;
    const heap = Heap.shared()!;
    const start: StartWorker = () => ({ send: () => started++, stop: () => undefined });
    const team = new Team(heap.memory, { threads: 2, start, sharedFrom: defaultGrain.nanoseconds });
    const program = compileFormula(counting, {
      memory: heap.memory,
      threads: 2,
      grain: fine.grain,
      relaxedSimd: false,
    });
    for (let plan = 0; plan < 100; plan++) {
      team.run(program.phases({ inputs: [], outputs: [heap.allocate(160)], scalars: [], scratch: 0 }));
      team.rest();
    }
    expect(started).toBe(0);
  });
});
