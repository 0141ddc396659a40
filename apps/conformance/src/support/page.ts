// What a page runs: its backend is WebGL.

import type { SupportReport } from "@nn/backend-conformance";
import { webgl } from "@nn/backend-webgl";
import { reportOf } from "./report.ts";

declare global {
  var supportOfWebgl: () => Promise<SupportReport>;
}

globalThis.supportOfWebgl = () => reportOf("webgl", webgl);
