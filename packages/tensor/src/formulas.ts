import { domainOf, Recent, simplify, type TensorType } from "@nn/backend";
import type { Operation } from "./operation.ts";
import { copyOptions, optionsKey, sameOptions } from "./options.ts";
import { sameShape } from "./shape.ts";
import type { Formula } from "./value.ts";

/** How many formulas of one operation are kept; and of these, how many are compared with before a key is made. */
const mostFormulas = 1024;
const mostLatest = 4;

/** The formulas of one operation. */
interface Formulas {
  readonly byKey: Recent<string, Entry>;
  /** Those that were used last, the oldest first. */
  readonly latest: Entry[];
}

interface Entry {
  readonly formula: Formula;
  /** What the formula was made for, as it was then. */
  readonly options: unknown;
}

const operations = new WeakMap<object, Formulas>();
let formulaCount = 0;

/** The formula of an operation for these inputs, made once. */
export function formulaFor<Options>(
  operation: Operation<Options>,
  inputs: readonly TensorType[],
  options: Options,
): Formula {
  let known = operations.get(operation);
  if (!known) {
    known = { byKey: new Recent<string, Entry>(mostFormulas), latest: [] };
    operations.set(operation, known);
  }
  for (const entry of known.latest) if (isFor(entry, inputs, options)) return entry.formula;
  const types = inputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join(";");
  const key = options === undefined ? types : `${types}|${optionsKey(options)}`;
  let entry = known.byKey.get(key);
  if (!entry) {
    const copies = inputs.map(({ dtype, shape }) => ({ dtype, shape }));
    entry = { formula: makeFormula(operation, copies, options), options: copyOptions(options) };
    known.byKey.set(key, entry);
  }
  if (known.latest.length === mostLatest) known.latest.shift();
  known.latest.push(entry);
  return entry.formula;
}

function isFor({ formula, options }: Entry, inputs: readonly TensorType[], wanted: unknown): boolean {
  if (formula.inputs.length !== inputs.length) return false;
  for (let at = 0; at < inputs.length; at++) {
    const [own, other] = [formula.inputs[at]!, inputs[at]!];
    if (own.dtype !== other.dtype || !sameShape(own.shape, other.shape)) return false;
  }
  return sameOptions(options, wanted);
}

function makeFormula<Options>(operation: Operation<Options>, inputs: readonly TensorType[], options: Options): Formula {
  const { shape, folds = [], outputs } = operation.formula(inputs, options);
  const place = { shape, inputs: [...inputs] };
  return {
    id: formulaCount++,
    shape,
    inputs,
    folds,
    outputs: outputs.map((value) => ({ dtype: value.dtype, value: simplify(value, domainOf(place)) })),
    call: { operation, inputs, options },
  };
}
