import { bytesPerElement, NNError, type Backend } from "@nn/backend";
import { formatShape, noGrad, Tensor, zeros } from "@nn/tensor";
import { formatTable } from "./formatTable.ts";
import { Module, type AnyModule } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link summary}. */
export interface SummaryOptions {
  /** The backend of the imagined input. Default: that of the module's first parameter or buffer. */
  readonly backend?: Backend;
}

/** One use of a layer. */
export interface SummaryRow {
  /** The layer's name in the module, such as `0` or `features.conv1`; "" for the module itself. */
  readonly name: string;
  /** The name of its class. */
  readonly layer: string;
  readonly outputShape: readonly number[];
  /** How many numbers of its own the layer learns; 0 where they were counted in an earlier row. */
  readonly parameters: number;
  /** Bytes of those parameters. */
  readonly parameterBytes: number;
  /** Bytes of the output. */
  readonly outputBytes: number;
}

/** What {@link summary} gives: a row for each layer in the order of use, and totals. */
export interface Summary {
  readonly rows: readonly SummaryRow[];
  /** How many numbers the whole module learns. */
  readonly parameters: number;
  readonly parameterBytes: number;
  /** Bytes of all outputs, as if each were stored. Fusion stores fewer. */
  readonly outputBytes: number;
  /** All of this as a table. */
  toString(): string;
}

/**
 * The layers of `module` for an input of `inputShape` (batch included), with the shape and size of each output and the
 * parameters. The shapes come from a real `forward` in evaluation mode; since tensors are lazy, nothing is computed.
 *
 * @throws NNError `option` if no backend is given and the module has no parameters to tell
 */
export function summary(module: Module, inputShape: readonly number[], options: SummaryOptions = {}): Summary {
  const backend = options.backend ?? (module.parameters()[0] ?? module.namedBuffers()[0]?.[1])?.backend;
  if (!backend) {
    throw new NNError("option", "summary: expected the option backend, since the module has no parameters to tell it");
  }
  const rows: SummaryRow[] = [];
  const counted = new Set<Parameter>();
  const restore = module.namedModules().map(([name, part]) =>
    watch(part, (output) => {
      const row = describeUse(name, part, output, counted);
      if (row) rows.push(row);
    }),
  );
  try {
    noGrad(() => module.forward(zeros(inputShape, { backend })));
  } finally {
    restore.forEach((undo) => undo());
  }
  const parameters = module.parameters();
  const totals = {
    parameters: parameters.reduce((sum, { size }) => sum + size, 0),
    parameterBytes: parameters.reduce((sum, parameter) => sum + bytesOf(parameter), 0),
    outputBytes: rows.reduce((sum, row) => sum + row.outputBytes, 0),
  };
  return { rows, ...totals, toString: () => render(rows, totals) };
}

/** Puts a module into evaluation mode and reports its outputs, until the result is called. */
function watch(module: AnyModule, report: (output: unknown) => void): () => void {
  const { training } = module;
  const own = Object.getOwnPropertyDescriptor(module, "forward");
  const forward = module.forward.bind(module);
  module.training = false;
  Object.defineProperty(module, "forward", {
    configurable: true,
    value: (...inputs: readonly unknown[]): unknown => {
      const output = forward(...inputs);
      report(output);
      return output;
    },
  });
  return () => {
    module.training = training;
    if (own) Object.defineProperty(module, "forward", own);
    else Reflect.deleteProperty(module, "forward");
  };
}

/** A row for a layer that gives one tensor; modules that only hold others have none. */
function describeUse(
  name: string,
  module: AnyModule,
  output: unknown,
  counted: Set<Parameter>,
): SummaryRow | undefined {
  if (!(output instanceof Tensor)) return undefined;
  const members = module.members().map(([, member]) => member);
  const own = members.filter((member): member is Parameter => member instanceof Parameter);
  if (own.length === 0 && members.some((member) => member instanceof Module)) return undefined;
  const fresh = own.filter((parameter) => !counted.has(parameter));
  fresh.forEach((parameter) => counted.add(parameter));
  return {
    name,
    layer: module.constructor.name,
    outputShape: output.shape,
    parameters: fresh.reduce((sum, { size }) => sum + size, 0),
    parameterBytes: fresh.reduce((sum, parameter) => sum + bytesOf(parameter), 0),
    outputBytes: bytesOf(output),
  };
}

function bytesOf({ dtype, size }: Tensor): number {
  return size * bytesPerElement(dtype);
}

function render(
  rows: readonly SummaryRow[],
  totals: Pick<Summary, "parameters" | "parameterBytes" | "outputBytes">,
): string {
  const numbers = (row: typeof totals): string[] =>
    [row.parameters, row.parameterBytes, row.outputBytes].map((value) => value.toLocaleString("en-US"));
  return formatTable([
    ["layer", "output", "parameters", "bytes", "output bytes"],
    ...rows.map((row) => [label(row), formatShape(row.outputShape), ...numbers(row)]),
    ["total", "", ...numbers(totals)],
  ]);
}

function label({ name, layer }: SummaryRow): string {
  return name === "" ? layer : `${name} ${layer}`;
}
