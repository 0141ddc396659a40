import type { Backend } from "@nn/backend";

/** A backend that does what `inner` does but for `changes`. It cannot read at once, unless they say how. */
export function delegate(inner: Backend, changes: Partial<Backend>): Backend {
  return {
    name: inner.name,
    capabilities: inner.capabilities,
    compile: (kernel) => inner.compile(kernel),
    run: (steps) => inner.run(steps),
    allocate: (dtype, length) => inner.allocate(dtype, length),
    free: (buffer) => inner.free(buffer),
    write: (buffer, data) => inner.write(buffer, data),
    read: (buffer) => inner.read(buffer),
    memory: () => inner.memory(),
    dispose: () => inner.dispose(),
    ...changes,
  };
}
