/** Operators that have no adapter, under the names of the suites: why the library cannot do what they do. */
export const missing: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "torch-1.13": {},
  "onnx-node": {},
  "wpt-webnn": {},
};
