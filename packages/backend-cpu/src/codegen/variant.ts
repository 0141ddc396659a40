import type { Range } from "@nn/backend";
import type { Scope } from "./frame.ts";
import { domainWithin, type LoopKernel } from "./loopKernel.ts";

/** A kernel as it holds on a part of its shape. */
export interface Variant {
  readonly kernel: LoopKernel;
  readonly scope: Scope;
}

/** The kernel on `part` of an axis, where the bounds tests that are decided there are gone. */
export function variantWithin({ kernel, scope }: Variant, axis: number, part: Range): Variant {
  const index = scope.domain.index.map((range, other) => (other === axis ? part : range));
  const domain = { ...scope.domain, index };
  const folds = kernel.folds.map((fold) => {
    if (!fold) return undefined;
    return { ...fold, body: kernel.sources.tighten(fold.body, { ...domainWithin(kernel, fold), index }) };
  });
  const outputs = kernel.outputs.map((output) => ({ ...output, value: kernel.sources.tighten(output.value, domain) }));
  return { kernel: { ...kernel, folds, outputs }, scope: { domain, lanes: undefined, folds } };
}
