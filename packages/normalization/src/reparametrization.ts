import { NNError } from "@nn/backend";
import { Parameter, type AnyModule, type ModuleBuffer } from "@nn/module";
import type { Tensor } from "@nn/tensor";

interface Computed {
  readonly compute: () => Tensor;
  /** The names of what it is computed from. */
  readonly parts: readonly string[];
}

/** For each module the parameters that are computed. */
const computed = new WeakMap<AnyModule, Map<string, Computed>>();

/** @throws NNError `option` unless the module has a parameter of that name */
export function parameterOf(operation: string, module: AnyModule, name: string): Parameter {
  const parameter: unknown = Reflect.get(module, name);
  if (parameter instanceof Parameter) return parameter;
  const known = Object.entries(module).flatMap(([key, value]) => (value instanceof Parameter ? [key] : []));
  const has = known.length > 0 ? `it has ${known.join(", ")}` : "it has none";
  throw new NNError(
    "option",
    `${operation}: expected the name of a parameter of ${module.constructor.name}, got ${JSON.stringify(name)}; ${has}`,
  );
}

/**
 * Replaces a parameter by what `compute` gives each time it is read, and adds to the module what that is computed from.
 * The property is hidden from the module's search for its parts.
 */
export function replaceParameter(
  module: AnyModule,
  name: string,
  parts: Readonly<Record<string, Parameter | ModuleBuffer>>,
  compute: () => Tensor,
): void {
  Object.defineProperty(module, name, { get: compute, enumerable: false, configurable: true });
  for (const [key, value] of Object.entries(parts)) {
    Object.defineProperty(module, key, { value, enumerable: true, configurable: true, writable: true });
  }
  const known = computed.get(module) ?? new Map<string, Computed>();
  computed.set(module, known.set(name, { compute, parts: Object.keys(parts) }));
}

/**
 * Undoes `weightNorm` or `spectralNorm`: the parameter of that name is one again, with the numbers that it had last. It is
 * a new one, which an optimizer does not know.
 *
 * @throws NNError `option` unless the parameter is computed
 *
 * @example
 * ```ts
 * const layer = weightNorm(new Linear(2, 1, { backend }), "weight");
 * removeReparametrization(layer, "weight").namedParameters().map(([name]) => name); // weight, bias
 * ```
 */
export function removeReparametrization<Kind extends AnyModule>(module: Kind, name: string): Kind {
  const found = computed.get(module)?.get(name);
  if (!found) {
    const expected = `a parameter of ${module.constructor.name} that weightNorm or spectralNorm computes`;
    throw new NNError("option", `removeReparametrization: expected ${expected}, got ${JSON.stringify(name)}`);
  }
  const mode = module.training;
  module.training = false;
  const value = found.compute();
  module.training = mode;
  for (const part of found.parts) Reflect.deleteProperty(module, part);
  computed.get(module)?.delete(name);
  const parameter = new Parameter(value.detach());
  Object.defineProperty(module, name, { value: parameter, enumerable: true, configurable: true, writable: true });
  return module;
}
