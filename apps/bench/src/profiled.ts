import { printKernel, type Backend, type Executable, type Step } from "@nn/backend";

/** The time that one kernel took, over all its runs. */
export interface KernelTime {
  readonly executable: Executable;
  readonly milliseconds: number;
  readonly runs: number;
}

/** A backend that runs kernels one by one on another one and takes their times. */
export interface ProfiledBackend extends Backend {
  /** Forgets the times so far. */
  reset(): void;
  /** The slowest kernel first. */
  times(): KernelTime[];
}

/** Wraps `backend`. Kernels are waited for one by one, so that their sum is more than a plan takes. */
export function profiled(backend: Backend): ProfiledBackend {
  const taken = new Map<Executable, KernelTime>();
  const note = (executable: Executable, started: number): void => {
    const { milliseconds, runs } = taken.get(executable) ?? { milliseconds: 0, runs: 0 };
    const total = milliseconds + performance.now() - started;
    taken.set(executable, { executable, milliseconds: total, runs: runs + 1 });
  };
  const runFrom = (steps: readonly Step[], first: number): void | Promise<void> => {
    for (let position = first; position < steps.length; position++) {
      const step = steps[position]!;
      const started = performance.now();
      const running = backend.run([step]);
      if (running) {
        return running.then(() => {
          note(step.executable, started);
          return runFrom(steps, position + 1);
        });
      }
      note(step.executable, started);
    }
  };
  return {
    name: `profiled ${backend.name}`,
    capabilities: backend.capabilities,
    allocate: (dtype, length) => backend.allocate(dtype, length),
    free: (buffer) => backend.free(buffer),
    write: (buffer, data) => backend.write(buffer, data),
    read: (buffer) => backend.read(buffer),
    ...(backend.readSync && { readSync: (buffer) => backend.readSync!(buffer) }),
    ...(backend.claims && { claims: (call) => backend.claims!(call) }),
    compile: (kernel) => backend.compile(kernel),
    run: (steps) => runFrom(steps, 0),
    memory: () => backend.memory(),
    dispose: () => backend.dispose(),
    reset: () => taken.clear(),
    times: () => [...taken.values()].sort((a, b) => b.milliseconds - a.milliseconds),
  };
}

/** The kernels that took longest, as text: their time in each of `steps` steps, and their formulas. */
export function describeTimes(times: readonly KernelTime[], steps: number, limit: number): string {
  const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const lines = times.slice(0, limit).map(({ executable, milliseconds, runs }) => {
    const head = `${(milliseconds / steps).toFixed(3)} ms  ${((100 * milliseconds) / total).toFixed(1)} %  ${runs / steps} ×`;
    return [`${head}  [${executable.kernel.shape.join(", ")}]`, ...printKernel(executable.kernel).split("\n")].join(
      "\n    ",
    );
  });
  return [`${(total / steps).toFixed(2)} ms in ${times.length} kernels`, ...lines].join("\n");
}
