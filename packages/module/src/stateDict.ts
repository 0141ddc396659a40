import { NNError } from "@nn/backend";
import { formatShape, sameShape, type Tensor, type Variable } from "@nn/tensor";

/** The numbers of a module by PyTorch's names: `{"0.weight": …, "0.bias": …}`. */
export type StateDict = Readonly<Record<string, Tensor>>;

/** Options of `loadStateDict`. */
export interface LoadOptions {
  /** Whether names must match exactly. If not, missing and unexpected ones are passed over. Default: true. */
  readonly strict?: boolean;
}

/** Assigns `state` to `variables`, or changes nothing and throws one error that lists every misfit. */
export function loadState(
  moduleName: string,
  variables: readonly (readonly [name: string, variable: Variable])[],
  state: StateDict,
  { strict = true }: LoadOptions,
): void {
  const problems = misfits(new Map(variables), new Map(Object.entries(state)), strict);
  if (problems.length > 0) {
    throw new NNError("state", [`loadStateDict: the state does not fit ${moduleName}`, ...problems].join("\n  "));
  }
  for (const [name, variable] of variables) {
    const next = state[name];
    if (next) variable.assign(next.detach());
  }
}

function misfits(expected: ReadonlyMap<string, Tensor>, state: ReadonlyMap<string, Tensor>, strict: boolean): string[] {
  const missing = [...expected].filter(([name]) => !state.has(name));
  const unexpected = [...state].filter(([name]) => !expected.has(name));
  const unfit = [...expected].flatMap(([name, variable]) => {
    const next = state.get(name);
    return next ? misfit(name, variable, next) : [];
  });
  const names = [
    ...missing.map(([name, tensor]) => `missing "${name}" ${typeOf(tensor)}`),
    ...unexpected.map(([name, tensor]) => `unexpected "${name}" ${typeOf(tensor)}`),
  ];
  return strict ? [...names, ...unfit] : unfit;
}

function misfit(name: string, variable: Tensor, next: Tensor): string[] {
  if (!sameShape(variable.shape, next.shape) || variable.dtype !== next.dtype) {
    return [`unfit "${name}": expected ${typeOf(variable)}, got ${typeOf(next)}`];
  }
  if (variable.backend === next.backend) return [];
  return [`unfit "${name}": expected a tensor on the module's backend, got one on ${next.backend.name}`];
}

function typeOf({ dtype, shape }: Tensor): string {
  return `${dtype} ${formatShape(shape)}`;
}
