import type { Failure } from "../protocol.ts";

/** What happened and what helps, in plain words. */
export function problemText({ kind, detail }: Failure): string {
  switch (kind) {
    case "download":
      return `The images could not be downloaded (${detail}). Check the connection, then start again.`;
    case "webglMissing":
      return "This browser offers no WebGL 2 here, or none that computes with floats. Choose the CPU instead.";
    case "contextLost":
      return "The browser took the graphics card away (its WebGL context was lost), and with it the network. Start again, or choose the CPU.";
    case "other":
      return `Something went wrong: ${detail}. Reload the page to try again.`;
  }
}
