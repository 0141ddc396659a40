/** A text that tells options apart. Options of the usual kinds are written here, which takes a quarter of JSON's time. */
export function optionsKey(options: unknown): string {
  if (typeof options === "number") return Object.is(options, -0) ? "-0" : String(options);
  if (Array.isArray(options)) return `[${options.map(optionsKey).join()}]`;
  if (!isPlain(options)) return String(JSON.stringify(options, printable));
  let key = "{";
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) key += `${name}:${optionsKey(value)},`;
  }
  return `${key}}`;
}

/** JSON has no infinities and no negative zero; options may. */
function printable(_key: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? value : String(value);
}

/**
 * Whether two options have the same key, found without making it. It may miss some: `false` where they are not made of
 * arrays, plain objects and primitive values.
 */
export function sameOptions(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || one === null) return Object.is(one, other);
  if (Array.isArray(one)) return Array.isArray(other) && sameElements(one, other);
  if (!isPlain(one) || !isPlain(other)) return false;
  for (const name in one) if (!sameOptions(one[name], other[name])) return false;
  for (const name in other) if (other[name] !== undefined && one[name] === undefined) return false;
  return true;
}

function sameElements(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (!sameOptions(one[at], other[at])) return false;
  return true;
}

/** Options as they are now, whatever their owner does to them. */
export function copyOptions(options: unknown): unknown {
  if (Array.isArray(options)) return options.map(copyOptions);
  if (!isPlain(options)) return options;
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, copyOptions(value)]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
