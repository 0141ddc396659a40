import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";

/** What the package's program names without bringing it along, once it stands alone. */
const prelude = `
var require$$0 = require("fs"), require$$1 = require("path"), require$$3 = require("perf_hooks"), require$$4 = require("os");
Object.assign(globalThis, { require$$0, require$$1, require$$3, require$$4, commonjsGlobal: globalThis });
`;

/**
 * Starts TensorFlow.js's WebAssembly backend in surroundings in which its threads start in Node, where the package
 * switches them off: its workers' programs are files instead of blobs. It takes half the processors at most, so it is shown
 * twice as many as there are threads asked for.
 */
export async function withThreads<Result>(threads: number, start: () => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(os.tmpdir(), "threads-"));
  const [program, worker] = [join(folder, "program.js"), join(folder, "worker.cjs")];
  const { Blob } = globalThis;
  const createObjectURL = URL.createObjectURL.bind(URL);
  const { cpus } = os;
  globalThis.Blob = class extends Blob {
    constructor(parts: BlobPart[] = [], options: BlobPropertyBag = {}) {
      super(parts, options);
      const text = parts.map((part) => (typeof part === "string" ? part : "")).join("");
      if (options.type === "text/javascript") writeFileSync(program, text);
      else writeFileSync(worker, `${prelude}URL.createObjectURL = () => ${JSON.stringify(program)};\n${text}`);
    }
  };
  URL.createObjectURL = () => worker;
  os.cpus = () => Array.from({ length: 2 * threads }, () => cpus()[0]!);
  try {
    return await start();
  } finally {
    globalThis.Blob = Blob;
    URL.createObjectURL = createObjectURL;
    os.cpus = cpus;
    rmSync(folder, { recursive: true });
  }
}
