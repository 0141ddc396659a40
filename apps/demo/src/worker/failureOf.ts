import { DownloadError } from "../data/fetchDigits.ts";
import type { Failure } from "../protocol.ts";
import { DeviceMissing } from "./devices.ts";

/** What the page has to know of an error. */
export function failureOf(error: unknown, contextLost: boolean): Failure {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof DownloadError) return { kind: "download", detail };
  if (error instanceof DeviceMissing) return { kind: "webglMissing", detail };
  return { kind: contextLost ? "contextLost" : "other", detail };
}
