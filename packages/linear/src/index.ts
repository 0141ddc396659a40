export { Bilinear, bilinear, type BilinearOptions } from "./bilinear.ts";
export { Embedding, embedding, type EmbeddingLookupOptions, type EmbeddingOptions } from "./embedding.ts";
export { Linear, linear, linearOperation, type LinearOptions } from "./linear.ts";
