// Makes the built-in data: node apps/conformance/dist/pack.js <directory of cases>

import { builtInSuite, writeBuiltIn } from "./builtIn.ts";
import { readDirectory } from "./directory.ts";

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error("pack: expected a directory of cases, got none");
const files = readDirectory(directory).filter(({ suite }) => suite === builtInSuite);
const size = writeBuiltIn(files);
console.log(`${files.length} files of ${builtInSuite}: ${size} bytes`);
