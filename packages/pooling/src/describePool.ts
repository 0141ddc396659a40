/** A pooling's options as text: `kernelSize=2, padding=[1, 0]`. */
export function describePool(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${JSON.stringify(value).replaceAll(",", ", ")}`)
    .join(", ");
}
