import { testBackend } from "@nn/backend-conformance";
import { describe, it } from "vitest";
import { interpreter } from "./index.ts";

await testBackend("interpreter", interpreter, { describe, it });
