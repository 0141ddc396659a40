/** A pooling's options as text: `kernelSize=2, padding=[1, 0]`. */
export function describePool(options: object): string {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${textOf(value)}`)
    .join(", ");
}

function textOf(value: unknown): string {
  return value === Infinity ? "Infinity" : JSON.stringify(value).replaceAll(",", ", ");
}
