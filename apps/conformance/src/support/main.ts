// pnpm support [--check]: writes docs/support.md; with --check says whether it is what would be written.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { interpreter } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import { format, resolveConfig } from "prettier";
import { withPage } from "../withPage.ts";
import { reportOf } from "./report.ts";
import { supportDocument } from "./table.ts";

const path = fileURLToPath(new URL("../../../../docs/support.md", import.meta.url));

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const reports = [
    await reportOf("interpreter", interpreter),
    await reportOf("cpu", cpu),
    await withPage("support/page", "swiftshader", {}, (page) => page.evaluate(() => globalThis.supportOfWebgl())),
  ];
  const text = await format(supportDocument(reports), { ...(await resolveConfig(path)), filepath: path });
  const isTrue = existsSync(path) && readFileSync(path, "utf8") === text;
  if (!values.check) writeFileSync(path, text);
  const isStale = values.check && !isTrue;
  console.log(`docs/support.md ${isStale ? "is not what the backends do: run pnpm support" : "is up to date"}`);
  return isTrue || !values.check;
}

process.exitCode = (await main()) ? 0 : 1;
