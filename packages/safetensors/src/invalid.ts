import { NNError } from "@nn/backend";

/** What is thrown for a file that is not what it should be. */
export function invalid(message: string): NNError {
  return new NNError("data", `safetensors: ${message}`);
}

/** A text from a file as errors show it: quoted, and shortened if it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length <= 80 ? text : `${text.slice(0, 80)}…`);
}
