import type { Format } from "../layout.ts";
import { mathematics } from "./mathematics.ts";

/** A function of the shaders' library: on scalars, and from those on four lanes. */
export interface LibraryFunction {
  readonly result: Format;
  readonly parameters: readonly Format[];
  /** Over parameters `a`, `b` and `c`. It has no branches: it is written out many times, and they add up. */
  readonly body: string;
  /** The functions that the body calls. */
  readonly uses?: readonly string[];
}

/** The vector type with components of each kind. */
export const vectorOf: { readonly [F in Format]: string } = { float: "vec4", int: "ivec4", uint: "uvec4" };

const sameTypes = (format: Format, body: string): LibraryFunction => ({
  result: format,
  parameters: [format, format],
  body,
});

const functions: { readonly [name: string]: LibraryFunction } = {
  ...mathematics,
  /** Of bits: a choice of floats may be compiled into a minimum or maximum, which loses NaN. */
  choose_float: {
    result: "float",
    parameters: ["int", "float", "float"],
    body: `uint y = floatBitsToUint(c);
  return uintBitsToFloat(y ^ ((floatBitsToUint(b) ^ y) & uint(-a)));`,
  },
  choose_int: { result: "int", parameters: ["int", "int", "int"], body: "return c ^ ((b ^ c) & -a);" },
  choose_uint: { result: "uint", parameters: ["int", "uint", "uint"], body: "return c ^ ((b ^ c) & uint(-a));" },
  isNaN: {
    result: "int",
    parameters: ["float"],
    body: "return int((floatBitsToUint(a) & 0x7fffffffu) > 0x7f800000u);",
  },
  /** `max` may lose NaN: where an operand is one, all bits are set, which is NaN as well. */
  maximum: { ...sameTypes("float", "return orNaN(max(a, b), highestBits(a, b));"), uses: ["orNaN", "highestBits"] },
  minimum: { ...sameTypes("float", "return orNaN(min(a, b), highestBits(a, b));"), uses: ["orNaN", "highestBits"] },
  highestBits: {
    result: "int",
    parameters: ["float", "float"],
    body: "return max(floatBitsToInt(a) & 0x7fffffff, floatBitsToInt(b) & 0x7fffffff);",
  },
  /** `a`; NaN if `b`, bits of a float but for its sign, are those of a NaN. */
  orNaN: {
    result: "float",
    parameters: ["float", "int"],
    body: "return intBitsToFloat(floatBitsToInt(a) | -int(b > 0x7f800000));",
  },
  above_float: {
    result: "int",
    parameters: ["float", "float"],
    body: "return int(a > b) | (isNaN(a) & (1 - isNaN(b)));",
    uses: ["isNaN"],
  },
  below_float: {
    result: "int",
    parameters: ["float", "float"],
    body: "return int(a < b) | (isNaN(a) & (1 - isNaN(b)));",
    uses: ["isNaN"],
  },
  above_int: { result: "int", parameters: ["int", "int"], body: "return int(a > b);" },
  below_int: { result: "int", parameters: ["int", "int"], body: "return int(a < b);" },
  above_uint: { result: "int", parameters: ["uint", "uint"], body: "return int(a > b);" },
  below_uint: { result: "int", parameters: ["uint", "uint"], body: "return int(a < b);" },
  floorDivide_int: {
    ...sameTypes(
      "int",
      `int special = int(b == 0) | int(b == -1);
  int d = choose_int(special, 1, b);
  int q = a / d;
  int r = a - q * d;
  int y = q - (int(r != 0) & (int(r < 0) ^ int(d < 0)));
  return choose_int(special, -a & -int(b == -1), y);`,
    ),
    uses: ["choose_int"],
  },
  modulo_int: {
    ...sameTypes("int", "return (a - floorDivide_int(a, b) * b) & -int(b != 0);"),
    uses: ["floorDivide_int"],
  },
  floorDivide_uint: sameTypes("uint", "return (a / max(b, 1u)) & uint(-int(b != 0u));"),
  modulo_uint: sameTypes("uint", "return (a % max(b, 1u)) & uint(-int(b != 0u));"),
  modulo_float: sameTypes(
    "float",
    `float r = a - b * floor(a / b);
  int over = int(abs(r) >= abs(b)) & int(abs(a) >= abs(b));
  r -= mix(0.0, mix(-b, b, (int(r < 0.0) ^ int(b < 0.0)) == 0), over != 0);
  r += mix(0.0, b, (int(r != 0.0) & (int(r < 0.0) ^ int(b < 0.0))) != 0);
  float far = mix(b, a, (int(a == 0.0) | (1 - (int(a < 0.0) ^ int(b < 0.0)))) != 0);
  return mix(r, mix(far, a - a, isinf(a)), isinf(b));`,
  ),
  floorDivide_float: {
    ...sameTypes(
      "float",
      `float q = a / b;
  float y = roundEven((a - modulo_float(a, b)) / b);
  return mix(floor(q), y, (int(abs(q) < 8388608.0) & (1 - int(isinf(b)))) != 0);`,
    ),
    uses: ["modulo_float"],
  },
  toInt: {
    result: "int",
    parameters: ["float"],
    body: `int y = int(clamp(mix(a, 0.0, isNaN(a) != 0), -2147483648.0, 2147483520.0));
  return choose_int(int(a >= 2147483648.0), 2147483647, y);`,
    uses: ["isNaN", "choose_int"],
  },
  toUint: {
    result: "uint",
    parameters: ["float"],
    body: `float x = clamp(mix(a, 0.0, isNaN(a) != 0), 0.0, 4294967040.0);
  uint high = uint(int(x >= 2147483648.0)) << 31;
  uint y = uint(int(x - float(high))) + high;
  return y | uint(-int(a >= 4294967296.0));`,
    uses: ["isNaN"],
  },
};

/** The definitions of `names` and of what they use, in an order in which they compile. */
export function libraryText(names: Iterable<string>): string {
  const done = new Set<string>();
  const parts: string[] = [];
  const include = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    const definition = functions[name]!;
    definition.uses?.forEach(include);
    parts.push(scalarText(name, definition), vectorText(name, definition));
  };
  for (const name of names) include(name);
  return parts.join("\n");
}

function scalarText(name: string, { result, parameters, body }: LibraryFunction): string {
  return `${result} ${name}(${parameters.map((type, at) => `${type} ${"abc"[at]!}`).join(", ")}) {\n  ${body}\n}`;
}

function vectorText(name: string, { result, parameters }: LibraryFunction): string {
  const list = parameters.map((type, at) => `${vectorOf[type]} ${"abc"[at]!}`).join(", ");
  const lane = (component: string): string =>
    `${name}(${parameters.map((_, at) => `${"abc"[at]!}.${component}`).join(", ")})`;
  return `${vectorOf[result]} ${name}(${list}) {\n  return ${vectorOf[result]}(${[..."xyzw"].map(lane).join(", ")});\n}`;
}
