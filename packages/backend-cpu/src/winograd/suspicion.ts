import type { FunctionBuilder } from "../assembler/functionBuilder.ts";
import type { Notation, Value } from "../assembler/notation.ts";

/**
 * The bits of 2^40, from which on a sum is suspicious; see `defineRepair`. Those of larger numbers, of infinities and of
 * NaN, without the sign, are larger integers.
 */
const suspiciousBits = (127 + 40) << 23;

/** The larger of magnitudes so far, which are integers, and those of a vector of floats. */
export function largerMagnitude({ apply }: Notation, code: FunctionBuilder, largest: Value, vector: Value): Value {
  return apply(
    "i32x4.max_s",
    largest,
    apply("v128.and", vector, () => code.i32x4(0x7fffffff)),
  );
}

/** Whether any of these magnitudes is suspicious. */
export function isSuspicious({ apply }: Notation, code: FunctionBuilder, largest: Value): Value {
  return apply(
    "v128.any_true",
    apply("i32x4.ge_s", largest, () => code.i32x4(suspiciousBits)),
  );
}
