import {
  kernelKey,
  NNError,
  Recent,
  type Backend,
  type DeviceBuffer,
  type Executable,
  type Kernel,
  type TypedArray,
} from "@nn/backend";
import { hostCopy } from "./hostCopy.ts";
import { settledBytes, Storage } from "./storage.ts";
import { makePlan, type Plan } from "./plan/plan.ts";
import { PlanCache } from "./plan/planCache.ts";
import { traceGraph, type Trace } from "./plan/trace.ts";
import type { Tensor } from "./tensor.ts";
import { isStored, type Call, type Value } from "./value.ts";

/** Longest chain of calls that may stay unread; then it is computed without being asked for. */
const maximumDepth = 1000;

/** Switches of one backend's engine. */
export interface EngineOptions {
  /** Whether formulas are fused into one another. Off, each operation is a kernel: for debugging. Default: true. */
  readonly fusion?: boolean;
  /** Results stay on the device up to this many bytes; beyond, the oldest move to the host. Default: 256 MiB. */
  readonly resultBudget?: number;
}

/** Counts of what an engine did since it was made. */
export interface EngineStatistics {
  /** Kernels compiled. */
  readonly compiled: number;
  /** Plans made; a structure seen before reuses its plan. */
  readonly plans: number;
  /** Plans run. */
  readonly runs: number;
}

const engines = new WeakMap<Backend, Engine>();

/** The engine that runs the graphs of a backend: one for each backend value. */
export function engineOf(backend: Backend): Engine {
  let engine = engines.get(backend);
  if (!engine) engines.set(backend, (engine = new Engine(backend)));
  return engine;
}

/**
 * How many plans and compiled kernels are kept: enough for every shape that a program meets again, and few enough that one
 * that meets new ones all the time does not grow.
 */
const mostPlans = 1024;
const mostExecutables = 4096;

/** Turns lazy graphs into plans and runs them, and knows which assignments and reads are due. */
export class Engine {
  private readonly backend: Backend;
  private readonly storage: Storage;
  private readonly plans = new PlanCache(mostPlans);
  private readonly compiledPlans = new WeakMap<Plan, readonly (Executable | Promise<Executable>)[]>();
  private readonly executables = new Recent<string, Executable | Promise<Executable>>(mostExecutables);
  /** Values to compute with the next plan: asked for, or assigned to a variable. */
  private readonly due = new Set<Value>();
  /** Why the last attempt to compute a value that somebody awaits failed; it stays lazy and may be asked for again. */
  private readonly failures = new WeakMap<Value, Error>();
  private scheduled = false;
  /** What the step that ended last has due, if its plan has not run yet. */
  private readonly ended = new Set<Value>();
  private fusion = true;
  private counts = { compiled: 0, plans: 0, runs: 0 };

  constructor(backend: Backend) {
    this.backend = backend;
    this.storage = new Storage(backend);
  }

  get statistics(): EngineStatistics {
    return { ...this.counts };
  }

  configure(options: EngineOptions): void {
    const { fusion = this.fusion, resultBudget = this.storage.resultBudget } = options;
    if (fusion !== this.fusion) this.plans.clear();
    this.fusion = fusion;
    this.storage.resultBudget = resultBudget;
  }

  /** Called for every new call: bounds the graph that nobody has read. */
  made(call: Call): void {
    if (call.depth <= maximumDepth) return;
    call.outputs.forEach((value) => this.due.add(value));
    this.closeStep();
    this.runEnded("within a step");
  }

  /** Asks for `value` with the next plan, without starting it. */
  want(value: Value): void {
    if (!isStored(value)) this.due.add(value);
  }

  /** Replaces what a variable holds; the old value stays readable until the step after the next. */
  assign(previous: Value, next: Value): void {
    next.holders++;
    previous.holders--;
    this.storage.retire(previous);
    this.want(next);
  }

  /** Notes a second handle on a value, so that retiring the variable does not take it away. */
  hold(handle: Tensor): Tensor {
    this.storage.hold(handle);
    return handle;
  }

  release(value: Value, reason: string): void {
    this.due.delete(value);
    this.ended.delete(value);
    this.storage.release(value, reason);
  }

  /**
   * Marks the end of a step. Its plan starts when control returns to the event loop, so that reads asked for until
   * then are part of it, or when the next step ends.
   */
  endStep(): void {
    this.runEnded();
    this.closeStep();
    this.schedule();
  }

  /** Computes everything that is due, and keeps it on the device. */
  async evaluate(values: readonly Value[]): Promise<void> {
    values.forEach((value) => this.want(value));
    this.commit();
    await this.storage.queued;
  }

  async read(value: Value): Promise<TypedArray> {
    this.storage.check(value, "data");
    if (!value.host) {
      this.want(value);
      this.schedule();
      await Promise.resolve();
      if (this.storage.queued) await this.storage.queued;
      this.storage.check(value, "data");
    }
    return dataOf(value) ?? this.settle(value, await this.backend.read(this.bufferOf(value)));
  }

  readSync(value: Value): TypedArray {
    const { backend } = this;
    if (!backend.readSync) {
      throw new NNError("backend", `dataSync: backend "${backend.name}" cannot read at once; use await data()`);
    }
    this.storage.check(value, "dataSync");
    if (!isStored(value)) {
      this.want(value);
      this.commit();
    }
    return dataOf(value) ?? this.settle(value, backend.readSync(this.bufferOf(value)));
  }

  /** The plan that reading `values` would run, without running it. */
  plan(values: readonly Value[]): { plan: Plan; trace: Trace } {
    const roots = [...new Set([...values, ...this.ended, ...this.due])].filter((value) => !isStored(value));
    const trace = traceGraph(roots);
    return { plan: this.planFor(trace), trace };
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      const roots = [...this.ended, ...this.due];
      try {
        this.commit();
      } catch (error) {
        const reason = error instanceof Error ? error : new Error(String(error));
        roots.forEach((value) => this.failures.set(value, reason));
      }
    });
  }

  /** Runs one plan for everything that is due. */
  private commit(): void {
    this.closeStep();
    this.runEnded();
  }

  /** What is due from now on belongs to the next step. */
  private closeStep(): void {
    this.due.forEach((value) => {
      this.ended.add(value);
      if (value.call) value.call.depth = 0;
    });
    this.due.clear();
  }

  private runEnded(when: "between steps" | "within a step" = "between steps"): void {
    const roots = [...this.ended].filter((value) => !isStored(value) && value.released === undefined);
    this.ended.clear();
    if (roots.length === 0) return;
    this.run(roots);
    this.storage.afterRun(when);
  }

  private run(roots: readonly Value[]): void {
    const trace = traceGraph(roots);
    trace.leaves.forEach((leaf) => this.storage.check(leaf, "data"));
    const plan = this.planFor(trace);
    const executables = this.executablesOf(plan);
    const calls = roots.map(({ call }) => call);
    const launch = this.storage.prepare(plan, trace);
    this.counts.runs++;
    const ready = executables.filter((executable): executable is Executable => !(executable instanceof Promise));
    const { queued } = this.storage;
    if (queued || ready.length < executables.length) {
      this.follow(this.launchLater(launch, executables, queued), roots);
      return;
    }
    try {
      const running = launch(ready);
      if (running) this.follow(running, roots);
    } catch (error) {
      this.storage.undo(roots, calls);
      throw error;
    }
  }

  private async launchLater(
    launch: (compiled: readonly Executable[]) => void | Promise<void>,
    executables: readonly (Executable | Promise<Executable>)[],
    queued: Promise<void> | undefined,
  ): Promise<void> {
    const compiled: Executable[] = [];
    for (const executable of executables) compiled.push(await executable);
    await queued;
    await launch(compiled);
  }

  /** Makes later work wait for `running`, and tells readers of `roots` if it fails. */
  private follow(running: Promise<void>, roots: readonly Value[]): void {
    const done = running.catch((error: unknown) => {
      const reason = `its computation failed: ${error instanceof Error ? error.message : String(error)}`;
      roots.forEach((value) => this.storage.release(value, reason));
    });
    this.storage.queued = done;
    void done.then(() => {
      if (this.storage.queued === done) this.storage.queued = undefined;
    });
  }

  private planFor(trace: Trace): Plan {
    return this.plans.planFor(trace, () => {
      const plan = makePlan(trace, this.backend, this.fusion);
      this.counts.plans++;
      return plan;
    });
  }

  /** The plan's compiled kernels; looked up by their keys once for each plan. */
  private executablesOf(plan: Plan): readonly (Executable | Promise<Executable>)[] {
    let executables = this.compiledPlans.get(plan);
    if (!executables) {
      executables = plan.kernels.map(({ kernel }) => this.executable(kernel));
      const allReady = !executables.some((executable) => executable instanceof Promise);
      if (allReady) this.compiledPlans.set(plan, executables);
    }
    return executables;
  }

  private executable(kernel: Kernel): Executable | Promise<Executable> {
    const key = kernelKey(kernel);
    let executable = this.executables.get(key);
    if (!executable) {
      executable = this.backend.compile(kernel);
      this.counts.compiled++;
      this.executables.set(key, executable);
      if (executable instanceof Promise)
        void executable.then(
          (ready) => this.executables.set(key, ready),
          () => this.executables.delete(key),
        );
    }
    return executable;
  }

  private bufferOf(value: Value): DeviceBuffer {
    if (value.buffer) return value.buffer;
    throw this.failures.get(value) ?? new NNError("backend", "data: the tensor's plan did not complete");
  }

  /** Moves a small result to host memory after it was read. */
  private settle(value: Value, data: TypedArray): TypedArray {
    if (value.holders === 0 && data.byteLength <= settledBytes) this.storage.settle(value, hostCopy(data));
    return data;
  }
}

/** A separate array, since what is read belongs to the reader. */
function dataOf(value: Value): TypedArray | undefined {
  return value.host?.slice();
}
