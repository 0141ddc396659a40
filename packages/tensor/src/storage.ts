import {
  bytesPerElement,
  NNError,
  type Backend,
  type DeviceBuffer,
  type Executable,
  type Step,
  type TypedArray,
} from "@nn/backend";
import type { Plan, Source } from "./plan/plan.ts";
import type { Trace } from "./plan/trace.ts";
import type { Tensor } from "./tensor.ts";
import type { Value } from "./value.ts";

/** Uploaded copies of host tensors that the last plan did not use are kept up to this many bytes. */
const uploadBudget = 16 * 1024 * 1024;
/** They go, whatever their size, once so many plans in a row did not use them; not those that a variable holds. */
const uploadRuns = 8;
/** Results stay on the device up to this many bytes; beyond, the oldest move to the host. */
const defaultResultBudget = 256 * 1024 * 1024;
/** Results up to this many bytes move to host memory when they are read, so that loops hold nothing on the device. */
export const settledBytes = 64 * 1024;
/** Of those that nobody reads, so many stay on the device; beyond, the older half moves without blocking. */
const unreadResults = 64;
/** At so many times as much, it moves at once: the program does not return to the event loop. */
const hard = 4;

/**
 * Which values have storage on the device, and for how long.
 *
 * - Intermediates of a plan share slots that live for its run.
 * - Uploads of host tensors are copies: they are dropped when some plans did not use them, the oldest beyond a budget.
 * - A variable's old value is kept for one more step, since an unread graph may refer to it, and then released.
 * - Results belong to their tensor: they go when it is disposed of. The oldest move to the host beyond a budget in bytes,
 *   and small ones, such as losses that nobody read, beyond a count. There the garbage collector sees their size.
 */
export class Storage {
  private readonly backend: Backend;
  /** Those that no variable holds, with the run that used them last, the longest unused first. */
  private readonly uploads = new Map<Value, number>();
  private readonly handles = new WeakMap<Value, WeakRef<Tensor>[]>();
  private readonly owned = new Set<DeviceBuffer>();
  /** Results that no variable holds, the oldest first. They cannot be collected while they are here. */
  private readonly results = new Set<Value>();
  /** Small results on their way to the host. */
  private readonly moving = new Set<Value>();
  resultBudget: number = defaultResultBudget;
  /** The number of the run that is prepared. */
  private runs = 0;
  /** Settles when all work that waits for something else has been given to the backend; undefined if none does. */
  queued: Promise<void> | undefined;
  private retired: Value[] = [];
  private retiring: Value[] = [];
  /** Whether a variable was assigned twice within a step, as in a loop that ends none. */
  private again = false;
  /** Of values that are not among the results. */
  private readonly collected = new FinalizationRegistry<DeviceBuffer>((buffer) => this.free(buffer));

  constructor(backend: Backend) {
    this.backend = backend;
  }

  /** @throws NNError `disposed` if the numbers of `value` are gone */
  check(value: Value, operation: string): void {
    if (value.released === undefined) return;
    throw new NNError("disposed", `${operation}: the tensor cannot be read: ${value.released}`);
  }

  /**
   * Notes a second handle on a variable's value. Others need no note: nobody takes their numbers away. (A weak
   * reference keeps its target alive until control returns to the event loop, so a loop must not make any.)
   */
  hold(handle: Tensor): void {
    if (handle.value.holders === 0 || handle.value.host) return;
    const known = this.handles.get(handle.value) ?? [];
    this.handles.set(handle.value, [...known, new WeakRef(handle)]);
  }

  retire(value: Value): void {
    if (value.holders > 0) return;
    this.again ||= value.call !== undefined && value.call.depth > 0;
    this.retiring.push(value);
  }

  /** After a plan was given to the backend: lets go of what nobody can need any more, and of old uploads. */
  afterRun(when: "between steps" | "within a step"): void {
    if (this.retiring.length > 0 && (when === "between steps" || this.again)) this.releaseRetired();
    this.dropUploads();
    this.runs++;
    this.moveResults();
    this.moveSmall();
  }

  private dropUploads(): void {
    if (this.uploads.size === 0) return;
    let bytes = 0;
    for (const [value, run] of [...this.uploads].reverse()) {
      if (value.holders > 0) {
        this.uploads.delete(value);
        continue;
      }
      bytes += bytesOf(value);
      if (this.runs - run >= uploadRuns || (bytes > uploadBudget && run < this.runs)) this.dropBuffer(value);
    }
  }

  /** Moves the oldest results to the host until the rest is within the budget. */
  private moveResults(): void {
    let bytes = 0;
    for (const value of this.results) bytes += bytesOf(value);
    for (const value of this.results) {
      if (bytes <= this.resultBudget) return;
      bytes -= bytesOf(value);
      this.noResult(value);
      if (!this.moveNow(value)) void this.moveLater(value);
    }
  }

  /** Moves the older half of the small results, if there are too many. */
  private moveSmall(): void {
    if (this.results.size <= unreadResults) return;
    const small = [...this.results].filter((value) => bytesOf(value) <= settledBytes);
    if (small.length <= unreadResults) return;
    for (const value of small.slice(0, -unreadResults / 2)) {
      this.noResult(value);
      this.moving.add(value);
      void this.moveLater(value).then(() => this.moving.delete(value));
    }
    if (this.moving.size <= hard * unreadResults) return;
    this.moving.forEach((value) => this.moveNow(value) && this.moving.delete(value));
  }

  /** Takes a value from the results; it keeps its buffer for now. */
  private noResult(value: Value): void {
    this.results.delete(value);
    if (value.buffer) this.collected.register(value, value.buffer, value);
  }

  /** Whether nothing is left to move. A device that was lost says so to whoever reads. */
  private moveNow(value: Value): boolean {
    const { backend } = this;
    if (!value.buffer || value.holders > 0) return true;
    if (!backend.readSync || this.queued) return false;
    try {
      this.settle(value, backend.readSync(value.buffer));
      return true;
    } catch {
      return false;
    }
  }

  private async moveLater(value: Value): Promise<void> {
    const { buffer } = value;
    if (!buffer) return;
    try {
      await this.queued;
      const host = await this.backend.read(buffer);
      if (value.buffer === buffer && value.holders === 0) this.settle(value, host);
    } catch {
      // It stays where it is: whoever reads it is told why that fails.
    }
  }

  /** What the step before the last one replaced goes; what the last one replaced stays for one more step. */
  private releaseRetired(): void {
    for (const value of this.retired) {
      const held = value.holders > 0 || this.handles.get(value)?.some((handle) => handle.deref());
      if (held) continue;
      if (value.host) this.dropBuffer(value);
      else this.release(value, "it depends on a variable that was assigned at least twice since; read it earlier");
    }
    this.retired = this.retiring;
    this.retiring = [];
    this.again = false;
  }

  release(value: Value, reason: string): void {
    value.released = reason;
    value.host = undefined;
    value.call = undefined;
    this.dropBuffer(value);
  }

  /** Keeps the numbers of `value` in host memory and frees the device's. */
  settle(value: Value, host: TypedArray): void {
    value.host = host;
    this.dropBuffer(value);
  }

  /**
   * Gives a plan its buffers; from then on the roots count as stored.
   *
   * @returns what runs the plan with its compiled kernels
   */
  prepare(plan: Plan, trace: Trace): (executables: readonly Executable[]) => void | Promise<void> {
    const taken: DeviceBuffer[] = [];
    try {
      const leaves = plan.uploads.map((leaf) => this.upload(trace.leaves[leaf]!));
      const scalars = plan.scalars.map((leaf) => trace.leaves[leaf]!.host![0]!);
      const slots = plan.slots.map(({ dtype, length }) => this.allocate(dtype, length, taken));
      const results = trace.roots.map((root) => this.allocate(root.dtype, root.length, taken));
      const buffers = { leaf: leaves, slot: slots, result: results };
      trace.roots.forEach((root, position) => this.store(root, results[position]!));
      const finish = (): void => slots.forEach((slot) => this.free(slot));
      return (executables) => {
        let running: void | Promise<void> = undefined;
        try {
          running = this.backend.run(stepsOf(plan, executables, buffers, scalars));
        } finally {
          if (!running) finish();
        }
        return running?.finally(finish);
      };
    } catch (error) {
      taken.forEach((buffer) => this.free(buffer));
      throw error;
    }
  }

  /** Takes back what `prepare` stored, when the plan has failed: the roots are lazy again. */
  undo(roots: readonly Value[], calls: readonly Value["call"][]): void {
    roots.forEach((root, position) => {
      this.dropBuffer(root);
      root.call = calls[position];
    });
  }

  private store(value: Value, buffer: DeviceBuffer): void {
    value.buffer = buffer;
    value.call = undefined;
    if (value.holders === 0) this.results.add(value);
    else this.collected.register(value, buffer, value);
  }

  private upload(value: Value): DeviceBuffer {
    this.uploads.delete(value);
    if (value.host && value.holders === 0) this.uploads.set(value, this.runs);
    if (value.buffer) return value.buffer;
    const buffer = this.allocate(value.dtype, value.length);
    this.backend.write(buffer, value.host!);
    value.buffer = buffer;
    this.collected.register(value, buffer, value);
    return buffer;
  }

  private allocate(dtype: Value["dtype"], length: number, taken?: DeviceBuffer[]): DeviceBuffer {
    let buffer: DeviceBuffer;
    try {
      buffer = this.backend.allocate(dtype, length);
    } catch (error) {
      if (!NNError.isInstance(error) || error.code !== "memory") throw error;
      this.uploads.forEach((run, value) => run < this.runs && this.dropBuffer(value));
      buffer = this.backend.allocate(dtype, length);
    }
    this.owned.add(buffer);
    taken?.push(buffer);
    return buffer;
  }

  private dropBuffer(value: Value): void {
    this.uploads.delete(value);
    this.moving.delete(value);
    const wasResult = this.results.delete(value);
    const { buffer } = value;
    if (!buffer) return;
    value.buffer = undefined;
    if (!wasResult) this.collected.unregister(value);
    this.free(buffer);
  }

  /** Frees a buffer once the work that was queued before has been given to the backend. */
  private free(buffer: DeviceBuffer): void {
    if (!this.owned.delete(buffer)) return;
    const free = (): void => this.backend.free(buffer);
    if (this.queued) void this.queued.then(free);
    else free();
  }
}

type Buffers = { readonly [K in Source["kind"]]: readonly DeviceBuffer[] };

function stepsOf(plan: Plan, executables: readonly Executable[], buffers: Buffers, scalars: readonly number[]): Step[] {
  const bufferOf = ({ kind, position }: Source): DeviceBuffer => buffers[kind][position]!;
  return plan.kernels.map((planned, position) => ({
    executable: executables[position]!,
    inputs: planned.inputs.map(bufferOf),
    outputs: planned.outputs.map(bufferOf),
    scalars: planned.scalars.map((scalar) => scalars[scalar]!),
  }));
}

function bytesOf(value: Value): number {
  return value.length * bytesPerElement(value.dtype);
}
