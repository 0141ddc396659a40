/**
 * The instructions of WebAssembly with SIMD, by their names in the text format. An opcode of one byte is its own
 * number; those behind the prefix bytes 0xfc and 0xfd are `0xfc00 + n` and `0xfd00 + n`, and `0xfd0000 + n` where n is
 * above 0xff, as of relaxed SIMD, which not all engines have.
 */

type Words<Text extends string, Found extends string = never> = Text extends `${infer Word} ${infer Rest}`
  ? Words<Rest, Found | Word>
  : Found | Text;

/** Names with consecutive opcodes; a `-` leaves an opcode out. */
function family<Prefix extends string, Text extends string>(
  prefix: Prefix,
  first: number,
  words: Text,
): { readonly [N in `${Prefix}.${Exclude<Words<Text>, "-">}`]: number } {
  const entries = words.split(" ").map((word, at) => [`${prefix}.${word}`, first + at] as const);
  return Object.fromEntries(entries.filter(([name]) => !name.endsWith("-"))) as {
    [N in `${Prefix}.${Exclude<Words<Text>, "-">}`]: number;
  };
}

const integerCompare = "eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
const floatCompare = "eq ne lt gt le ge";
const integerMath = "clz ctz popcnt add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr";
const floatMath = "abs neg ceil floor trunc nearest sqrt add sub mul div min max copysign";
const truncations = "trunc_f32_s trunc_f32_u trunc_f64_s trunc_f64_u";
const vectorCompare = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
const vectorFloatMath = "abs neg - sqrt add sub mul div min max pmin pmax";

/** Instructions without immediates. */
export const plainOperators = {
  unreachable: 0x00,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  ...family("i32", 0x45, integerCompare),
  ...family("i64", 0x50, integerCompare),
  ...family("f32", 0x5b, floatCompare),
  ...family("f64", 0x61, floatCompare),
  ...family("i32", 0x67, integerMath),
  ...family("i64", 0x79, integerMath),
  ...family("f32", 0x8b, floatMath),
  ...family("f64", 0x99, floatMath),
  "i32.wrap_i64": 0xa7,
  ...family("i32", 0xa8, truncations),
  ...family("i64", 0xac, `extend_i32_s extend_i32_u ${truncations}`),
  ...family("f32", 0xb2, "convert_i32_s convert_i32_u convert_i64_s convert_i64_u demote_f64"),
  ...family("f64", 0xb7, "convert_i32_s convert_i32_u convert_i64_s convert_i64_u promote_f32"),
  "i32.reinterpret_f32": 0xbc,
  "i64.reinterpret_f64": 0xbd,
  "f32.reinterpret_i32": 0xbe,
  "f64.reinterpret_i64": 0xbf,
  ...family("i32", 0xfc00, "trunc_sat_f32_s trunc_sat_f32_u trunc_sat_f64_s trunc_sat_f64_u"),
  ...family("i64", 0xfc04, "trunc_sat_f32_s trunc_sat_f32_u trunc_sat_f64_s trunc_sat_f64_u"),
  "i8x16.swizzle": 0xfd0e,
  ...family("i8x16", 0xfd0f, "splat"),
  ...family("i16x8", 0xfd10, "splat"),
  ...family("i32x4", 0xfd11, "splat"),
  ...family("i64x2", 0xfd12, "splat"),
  ...family("f32x4", 0xfd13, "splat"),
  ...family("f64x2", 0xfd14, "splat"),
  ...family("i8x16", 0xfd23, vectorCompare),
  ...family("i16x8", 0xfd2d, vectorCompare),
  ...family("i32x4", 0xfd37, vectorCompare),
  ...family("f32x4", 0xfd41, floatCompare),
  ...family("f64x2", 0xfd47, floatCompare),
  ...family("v128", 0xfd4d, "not and andnot or xor bitselect any_true"),
  "f32x4.demote_f64x2_zero": 0xfd5e,
  "f64x2.promote_low_f32x4": 0xfd5f,
  ...family("i8x16", 0xfd60, "abs neg popcnt all_true bitmask narrow_i16x8_s narrow_i16x8_u"),
  ...family("f32x4", 0xfd67, "ceil floor trunc nearest"),
  ...family("f64x2", 0xfd74, "ceil floor - - - - trunc"),
  "f64x2.nearest": 0xfd94,
  ...family("i16x8", 0xfd85, "narrow_i32x4_s narrow_i32x4_u"),
  ...family("i32x4", 0xfda0, "abs neg - all_true bitmask"),
  ...family("i32x4", 0xfda7, "extend_low_i16x8_s extend_high_i16x8_s extend_low_i16x8_u extend_high_i16x8_u"),
  ...family("i32x4", 0xfdab, "shl shr_s shr_u add - - sub - - - mul min_s min_u max_s max_u dot_i16x8_s"),
  ...family("i64x2", 0xfdc0, "abs neg - all_true bitmask"),
  ...family("i64x2", 0xfdc7, "extend_low_i32x4_s extend_high_i32x4_s extend_low_i32x4_u extend_high_i32x4_u"),
  ...family("i64x2", 0xfdcb, "shl shr_s shr_u add - - sub - - - mul eq ne lt_s gt_s le_s ge_s"),
  ...family("i64x2", 0xfddc, "extmul_low_i32x4_s extmul_high_i32x4_s extmul_low_i32x4_u extmul_high_i32x4_u"),
  ...family("f32x4", 0xfde0, vectorFloatMath),
  ...family("f64x2", 0xfdec, vectorFloatMath),
  ...family("i32x4", 0xfdf8, "trunc_sat_f32x4_s trunc_sat_f32x4_u"),
  ...family("f32x4", 0xfdfa, "convert_i32x4_s convert_i32x4_u"),
  ...family("i32x4", 0xfdfc, "trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero"),
  ...family("f64x2", 0xfdfe, "convert_low_i32x4_s convert_low_i32x4_u"),
  ...family("f32x4", 0xfd0105, "relaxed_madd relaxed_nmadd"),
};

/** Loads and stores: the immediates are an alignment hint and an offset. */
export const memoryOperators = {
  ...family("i32", 0x28, "load"),
  ...family("i64", 0x29, "load"),
  ...family("f32", 0x2a, "load"),
  ...family("f64", 0x2b, "load"),
  ...family("i32", 0x2c, "load8_s load8_u load16_s load16_u"),
  ...family("i32", 0x36, "store"),
  ...family("i64", 0x37, "store"),
  ...family("f32", 0x38, "store"),
  ...family("f64", 0x39, "store"),
  ...family("i32", 0x3a, "store8 store16"),
  ...family("v128", 0xfd00, "load load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u"),
  ...family("v128", 0xfd07, "load8_splat load16_splat load32_splat load64_splat store"),
  ...family("v128", 0xfd5c, "load32_zero load64_zero"),
};

/** Moves between a lane and a scalar: the immediate is the lane. */
export const laneOperators = {
  ...family("i8x16", 0xfd15, "extract_lane_s extract_lane_u replace_lane"),
  ...family("i16x8", 0xfd18, "extract_lane_s extract_lane_u replace_lane"),
  ...family("i32x4", 0xfd1b, "extract_lane replace_lane"),
  ...family("i64x2", 0xfd1d, "extract_lane replace_lane"),
  ...family("f32x4", 0xfd1f, "extract_lane replace_lane"),
  ...family("f64x2", 0xfd21, "extract_lane replace_lane"),
};

/** Loads and stores of one lane: alignment, offset and lane. */
export const laneMemoryOperators = {
  ...family("v128", 0xfd54, "load8_lane load16_lane load32_lane load64_lane"),
  ...family("v128", 0xfd58, "store8_lane store16_lane store32_lane store64_lane"),
};

export type PlainOperator = keyof typeof plainOperators;
export type MemoryOperator = keyof typeof memoryOperators;
export type LaneOperator = keyof typeof laneOperators;
export type LaneMemoryOperator = keyof typeof laneMemoryOperators;
