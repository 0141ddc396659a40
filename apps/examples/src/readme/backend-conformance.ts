import { interpreter } from "@nn/backend";
import { printSupport, runChecks, supportReport } from "@nn/backend-conformance";

const filter = ({ group }: { readonly group: string }) => group === "operations/pooling";
const results = await runChecks("interpreter", () => interpreter({ dtypes: ["float32", "int32", "bool"] }), { filter });
const report = supportReport(results);
console.log(report.operations["maxPool2d"]); // forward, backward and doubleBackward: "passed"
console.log(printSupport(report)); // 1 check was skipped, since capabilities.dtypes lacks float64
