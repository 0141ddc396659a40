import {
  flatOffset,
  fromAffine,
  rangeOf,
  rewrite,
  simplify,
  type DType,
  type Domain,
  type Expression,
  type Load,
} from "@nn/backend";

/** What a flattened load reads: an input of the kernel (or an output, in which something was kept), and the sizes of the axes whose bounds it must test. */
export interface Source {
  readonly input: number;
  readonly dtype: DType;
  /** How many elements the input has. */
  readonly length: number;
  readonly guards: readonly number[];
}

/**
 * The inputs as flattened loads see them. A flattened load's first coordinate is the row-major offset, which is never
 * tested; then follow only those coordinates that can leave their axis. Its `input` is a number in this list.
 */
export class Sources {
  readonly list: Source[] = [];
  /** A shape for each source, as `Domain` wants it. */
  readonly shapes: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();

  number(source: Source): number {
    const key = `${source.input}:${source.guards.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.list.push(source);
    this.shapes.push([Infinity, ...source.guards]);
    this.#numbers.set(key, this.list.length - 1);
    return this.list.length - 1;
  }

  /** Simplifies an expression of the kernel within `domain`, and flattens its loads. */
  flatten(root: Expression, domain: Domain): Expression {
    return rewrite(simplify(root, domain), (expression) => {
      if (expression.kind !== "load") return undefined;
      const shape = domain.inputs[expression.input]!;
      const offset = fromAffine(flatOffset(expression.coordinates, shape, domain));
      const length = shape.reduce((product, size) => product * size, 1);
      const { input, coordinates } = expression;
      return this.#load(expression, { input, length, guards: shape }, offset, coordinates, domain);
    });
  }

  /** Simplifies a flattened expression within `domain`; bounds tests that are decided there disappear. */
  tighten(root: Expression, domain: Domain): Expression {
    return rewrite(simplify(root, domain), (expression) => {
      if (expression.kind !== "load") return undefined;
      const [offset, ...guarded] = expression.coordinates;
      return this.#load(expression, this.list[expression.input]!, offset!, guarded, domain);
    });
  }

  #load(
    load: Load,
    { input, length, guards }: Omit<Source, "dtype">,
    offset: Expression,
    guarded: readonly Expression[],
    domain: Domain,
  ): Expression {
    const open = guarded.flatMap((coordinate, axis) => {
      const size = guards[axis]!;
      const range = rangeOf(coordinate, domain);
      return range && range.minimum >= 0 && range.maximum < size ? [] : [{ coordinate, size }];
    });
    const { kind, dtype, outside } = load;
    if (outside === undefined || open.length === 0) {
      return { kind, dtype, input: this.number({ input, dtype, length, guards: [] }), coordinates: [offset] };
    }
    const source = this.number({ input, dtype, length, guards: open.map(({ size }) => size) });
    return { kind, dtype, input: source, coordinates: [offset, ...open.map(({ coordinate }) => coordinate)], outside };
  }
}
