import { visitExpressions, type DType, type Expression } from "@nn/backend";
import type { FunctionBuilder, FunctionReference, Local, ModuleBuilder } from "../assembler/index.ts";

/** The name of the function that divides integers in general. */
export function divisionName(operator: string, dtype: DType): string {
  return `${operator} ${dtype}`;
}

/** Defines the integer divisions that the expressions may need: rounding down, and 0 where the divisor is 0. */
export function defineDivisions(
  module: ModuleBuilder,
  roots: readonly Expression[],
  functions: Map<string, FunctionReference>,
): void {
  visitExpressions(roots, (expression) => {
    if (expression.kind !== "binary" || expression.dtype === "float32") return;
    const { operator, dtype } = expression;
    if (operator !== "floorDivide" && operator !== "modulo") return;
    const name = divisionName(operator, dtype);
    if (functions.has(name)) return;
    const define = dtype === "int32" ? signed : unsigned;
    functions.set(
      name,
      module.function(undefined, ["i32", "i32"], ["i32"], (builder, [x, y]) => define(builder, x, y, operator)),
    );
  });
}

type Division = "floorDivide" | "modulo";

function unsigned(builder: FunctionBuilder, x: Local, y: Local, operator: Division): void {
  builder.get(y);
  builder.if(
    () => {
      builder.get(x);
      builder.get(y);
      builder.op(operator === "floorDivide" ? "i32.div_u" : "i32.rem_u");
    },
    () => builder.i32(0),
    "i32",
  );
}

/** Division by -1 is set apart because the machine's traps on the smallest integer. */
function signed(builder: FunctionBuilder, x: Local, y: Local, operator: Division): void {
  const remainder = builder.local("i32");
  builder.get(y);
  builder.i32(1);
  builder.op("i32.add");
  builder.i32(2);
  builder.op("i32.lt_u");
  builder.if(
    () => {
      if (operator === "modulo") return builder.i32(0);
      builder.get(x);
      builder.get(y);
      builder.op("i32.mul");
    },
    () => {
      builder.get(x);
      builder.get(y);
      builder.op("i32.rem_s");
      builder.set(remainder);
      if (operator === "modulo") adjustedRemainder(builder, remainder, y);
      else adjustedQuotient(builder, x, y, remainder);
    },
    "i32",
  );
}

/** Whether the remainder is not 0 and has another sign than the divisor. */
function pushDiffers(builder: FunctionBuilder, remainder: Local, y: Local): void {
  builder.get(remainder);
  builder.get(y);
  builder.op("i32.xor");
  builder.i32(0);
  builder.op("i32.lt_s");
  builder.get(remainder);
  builder.i32(0);
  builder.op("i32.ne");
  builder.op("i32.and");
}

function adjustedRemainder(builder: FunctionBuilder, remainder: Local, y: Local): void {
  builder.get(remainder);
  builder.get(y);
  builder.i32(0);
  pushDiffers(builder, remainder, y);
  builder.op("select");
  builder.op("i32.add");
}

function adjustedQuotient(builder: FunctionBuilder, x: Local, y: Local, remainder: Local): void {
  builder.get(x);
  builder.get(y);
  builder.op("i32.div_s");
  pushDiffers(builder, remainder, y);
  builder.op("i32.sub");
}
