/** The text of one block of a shader: the function's body, or the inside of a loop. */
export class Block {
  readonly lines: string[] = [];

  push(...lines: string[]): void {
    this.lines.push(...lines);
  }
}

/** Names for variables, none twice in a shader. */
export class Names {
  #count = 0;

  fresh(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }
}

/** Lines moved one level in. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
