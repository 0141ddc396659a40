import { invalid, quoted } from "./invalid.ts";

/** Names → tensors → shape: nothing in a header is nested deeper. */
const deepest = 3;

/**
 * What `JSON.parse` does not look at, in one pass before it: that no object has a name twice, and that nothing is nested
 * deeper than a header can be. Whether the text is JSON at all is left to `JSON.parse`.
 *
 * @throws NNError `data` where a name stands twice or the nesting is too deep
 */
export function scanHeader(text: string): void {
  const names: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") {
      names.push(new Set());
      if (names.length > deepest) throw invalid(`expected a header of at most ${deepest} levels, got a deeper one`);
    } else if (character === "}" || character === "]") {
      names.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (isKey(text, end)) addName(names.at(-1), text.slice(at, end));
      at = end - 1;
    }
  }
}

/** The position behind the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** Whether a colon follows. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (at < text.length && " \t\n\r".includes(text[at]!)) at++;
  return text[at] === ":";
}

function addName(names: Set<string> | undefined, literal: string): void {
  const name = stringOf(literal);
  if (name === undefined || !names) return;
  if (names.has(name)) throw invalid(`expected each name once, got ${quoted(name)} twice`);
  names.add(name);
}

function stringOf(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
