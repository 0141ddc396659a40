/**
 * Whether a value is the one that an example states. Numbers are compared to the places that are given, lists one by
 * one, anything else by its text.
 */
export function shows(value: unknown, expected: string): boolean {
  const actual = ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value as Iterable<unknown>) : [value];
  const stated = expected === "" ? [] : actual.length === 1 ? [expected] : expected.split(", ");
  return actual.length === stated.length && actual.every((one, at) => isShown(one, stated[at]!));
}

function isShown(value: unknown, expected: string): boolean {
  if (typeof value !== "number" || !/^-?\d/.test(expected)) return String(value) === expected;
  const [digits, exponent = "0"] = expected.split("e");
  const places = digits!.split(".")[1]?.length ?? 0;
  return Math.abs(value - Number(expected)) <= 0.5000001 * 10 ** (Number(exponent) - places);
}
