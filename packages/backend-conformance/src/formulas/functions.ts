import { evaluateUnary, unary, type UnaryOperator } from "@nn/backend";
import { check, type Check, type CheckContext } from "../check.ts";
import { expectNumbers } from "../expect.ts";
import { elementOf, elementwiseKernel } from "../kernels/kernel.ts";
import { runKernel } from "../kernels/runKernel.ts";
import { boundOf } from "../tolerance.ts";
import { functions } from "./operatorTables.ts";

const count = 8192;

/** Half of the arguments reach far, half stay near 0; logarithms get those above 0 only. */
function argumentsOf(operator: UnaryOperator, reach: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => {
    const value = (at / count - 0.5) * 2 * (at % 2 ? reach : reach / 1000);
    return operator === "log" || operator === "log1p" ? Math.abs(value) + 1e-6 : value;
  });
}

/** Every bit pattern may occur. */
function anyFloats(): Float32Array {
  const floats = new Float32Array(count);
  const words = new Int32Array(floats.buffer);
  words.forEach((_, at) => (words[at] = Math.imul(at + 1, 0x9e3779b1)));
  return floats;
}

async function measure({ backend, tolerances, ieee }: CheckContext, operator: UnaryOperator, x: Float32Array) {
  const type = { dtype: "float32", shape: [x.length] } as const;
  const kernel = elementwiseKernel(type.shape, [type], unary(operator, elementOf(0, type)));
  const [actual] = await runKernel(backend, kernel, [x]);
  const exact = Float64Array.from(x, (value) => evaluateUnary(operator, "float64", value));
  const bound = boundOf(tolerances, operator);
  // Numbers that float32 cannot hold round to infinities or to subnormal numbers.
  const expected = exact.map((value) => (Math.abs(value) > 3.4028235677973366e38 ? Math.fround(value) : value));
  const absolute = Math.max(bound.absolute, ieee ? 2e-45 : 1.2e-38);
  expectNumbers(actual!, expected, (at) => `${operator}(${x[at]})`, { ...bound, absolute });
}

/** Functions that devices approximate, against their bounds. */
export const approximations: readonly Check[] = functions.flatMap(([operator, reach]) => [
  check("formulas/functions", `${operator} up to ${reach}`, (context) =>
    measure(context, operator, argumentsOf(operator, reach)),
  ),
  ...(operator === "sin" || operator === "cos" || operator === "tan"
    ? []
    : [
        check(
          "formulas/functions",
          `${operator} of any float`,
          (context) => measure(context, operator, context.ieee ? anyFloats() : anyFloats().map(withoutSubnormal)),
          { nonFinite: true },
        ),
      ]),
]);

function withoutSubnormal(value: number): number {
  return Math.abs(value) < 1.2e-38 ? 0 : value;
}
