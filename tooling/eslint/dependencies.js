/**
 * The direction of imports between packages: apps → layers → module → tensor → backend ← backend-*.
 * A package that is not named here is a layer. Structures and names of other frameworks are made of layers.
 */
const layer = ["backend", "tensor", "module"];

/** The layers whose operations every backend is tested with. */
const layers = [
  "activations",
  "batchnorm",
  "convolution",
  "dropout",
  "linear",
  "losses",
  "normalization",
  "optimizers",
  "pooling",
];

const allowed = {
  backend: [],
  tensor: ["backend"],
  module: ["backend", "tensor"],
  "backend-conformance": [...layer, ...layers, "structures"],
  structures: [...layer, "convolution", "linear"],
  "compat-paddle": [...layer, ...layers],
};

/** The packages (without `@nn/`) that `name` may import and list as its dependencies. */
export function allowedDependencies(name) {
  return allowed[name] ?? (name.startsWith("backend-") ? ["backend"] : layer);
}
