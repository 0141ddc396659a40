/** Operators that have no adapter, under the names of the suites: why the library cannot do what they do. */
export const missing: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "torch-1.13": {
    ...because("dropout drops single elements only", ["Dropout2d", "Dropout3d", "AlphaDropout"]),
  },
  "onnx-node": {},
  "wpt-webnn": {},
};

function because(reason: string, ...operators: readonly (readonly string[])[]): Record<string, string> {
  return Object.fromEntries(operators.flat().map((operator) => [operator, reason]));
}
