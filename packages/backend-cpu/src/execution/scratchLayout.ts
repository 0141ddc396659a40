/** Where the parts of a scratch start, and the bytes of all. */
export interface ScratchLayout<Part extends string> {
  readonly starts: { readonly [P in Part]: number };
  readonly bytes: number;
}

/** What programs may write behind the end of what they compute. */
const slackBytes = 64;

/** Places parts of these sizes, in bytes, one behind the other. */
export function scratchLayout<Part extends string>(sizes: { readonly [P in Part]: number }): ScratchLayout<Part> {
  const starts: { [P in Part]: number } = { ...sizes };
  let bytes = 0;
  for (const part in sizes) {
    starts[part] = bytes;
    if (sizes[part] > 0) bytes += Math.ceil((sizes[part] + slackBytes) / 64) * 64;
  }
  return { starts, bytes };
}
