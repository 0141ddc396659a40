import { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import { compileModule } from "../execution/compileModule.ts";
import { isShared } from "../execution/isShared.ts";
import { defineInputTransform, type InputTransform } from "./inputKernel.ts";
import { defineOutputTransform, type OutputTransform } from "./outputKernel.ts";
import { defineProduct, type Product } from "./productKernel.ts";
import { defineRepair, type Repair } from "./repairKernel.ts";
import { defineTapsTransform, type TapsTransform } from "./tapsKernel.ts";

/** The WebAssembly functions of Winograd's algorithm on one heap. None depends on sizes. */
export interface WinogradKernels {
  readonly transformTaps: TapsTransform;
  readonly transformInput: InputTransform;
  readonly multiply: Product;
  readonly transformOutput: OutputTransform;
  readonly repair: Repair;
}

const heaps = new WeakMap<WebAssembly.Memory, WinogradKernels>();

/**
 * The functions that work on `memory`.
 *
 * @param relaxedSimd whether they may use relaxed SIMD: all kernels of a heap may, or none
 */
export function winogradKernelsOf(memory: WebAssembly.Memory, relaxedSimd: boolean): WinogradKernels {
  const known = heaps.get(memory);
  if (known) return known;
  const module = new ModuleBuilder({ sharedMemory: isShared(memory), relaxedSimd });
  defineTapsTransform(module, "transformTaps");
  defineInputTransform(module, "transformInput");
  defineProduct(module, "multiply");
  defineOutputTransform(module, "transformOutput");
  defineRepair(module, "repair");
  const { exports } = new WebAssembly.Instance(compileModule(module.finish(), memory), { env: { memory } });
  const created: WinogradKernels = {
    transformTaps: exports["transformTaps"] as TapsTransform,
    transformInput: exports["transformInput"] as InputTransform,
    multiply: exports["multiply"] as Product,
    transformOutput: exports["transformOutput"] as OutputTransform,
    repair: exports["repair"] as Repair,
  };
  heaps.set(memory, created);
  return created;
}
