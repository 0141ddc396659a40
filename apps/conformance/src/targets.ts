import { interpreter, type Backend } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import type { Target } from "./adapters/context.ts";

const backends = { cpu, interpreter } satisfies Record<string, () => Promise<Backend>>;

/** The backends that can be asked for. */
export const backendNames: readonly string[] = Object.keys(backends);

/**
 * Each backend in float32, and in float64 where it has that type.
 *
 * @throws Error if there is no backend of a name
 */
export async function createTargets(names: readonly string[]): Promise<Target[]> {
  const targets: Target[] = [];
  for (const name of names) {
    if (!isBackendName(name))
      throw new Error(`expected a backend of ${[...backendNames, "webgl", "all"].join(", ")}, got ${name}`);
    const backend = await backends[name]();
    targets.push({ name, backend, precision: "float32" });
    if (backend.capabilities.dtypes.has("float64")) {
      targets.push({ name: `${name} float64`, backend, precision: "float64" });
    }
  }
  return targets;
}

function isBackendName(name: string): name is keyof typeof backends {
  return Object.hasOwn(backends, name);
}
