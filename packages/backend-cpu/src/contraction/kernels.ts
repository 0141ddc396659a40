import { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import { compileModule } from "../execution/compileModule.ts";
import { isShared } from "../execution/isShared.ts";
import type { Contiguity } from "./enumerate.ts";
import { defineMicroKernel, type MicroKernel, type MicroKernelVariant } from "./microKernel.ts";
import { definePacker, type Packer } from "./packer.ts";
import { defineResultSum, type ResultSum } from "./sumsKernel.ts";
import { defineWindowCopier, type WindowCopier } from "./windowKernel.ts";

/** The WebAssembly functions of all contractions on one heap. None depends on sizes; each is compiled on first use. */
export interface ContractionKernels {
  /** The micro-kernels for tiles of 1, 2, 3 and 4 rows, at these positions. */
  microKernels(variant: MicroKernelVariant): readonly MicroKernel[];
  packer(contiguity: Contiguity): Packer;
  copyWindow(): WindowCopier;
  addResults(): ResultSum;
}

const heaps = new WeakMap<WebAssembly.Memory, ContractionKernels>();

/** The functions that work on `memory`. */
export function kernelsOf(memory: WebAssembly.Memory): ContractionKernels {
  const known = heaps.get(memory);
  if (known) return known;
  const created = createKernels(memory);
  heaps.set(memory, created);
  return created;
}

function createKernels(memory: WebAssembly.Memory): ContractionKernels {
  const byVariant: (readonly MicroKernel[] | undefined)[] = [];
  const packers = new Map<Contiguity, Packer>();
  return {
    microKernels(variant) {
      const number = numberOf(variant);
      const known = byVariant[number];
      if (known) return known;
      const names = ["tile1", "tile2", "tile3", "tile4"];
      const functions = instantiate<MicroKernel>(
        memory,
        names,
        (module) => names.forEach((name, position) => defineMicroKernel(module, name, position + 1, variant)),
        variant.fused,
      );
      const unused: MicroKernel = () => undefined;
      return (byVariant[number] = [unused, ...functions]);
    },
    packer(contiguity) {
      const known = packers.get(contiguity);
      if (known) return known;
      const [packer] = instantiate<Packer>(memory, ["pack"], (module) => definePacker(module, "pack", contiguity));
      packers.set(contiguity, packer!);
      return packer!;
    },
    copyWindow: onDemand<WindowCopier>(memory, defineWindowCopier),
    addResults: onDemand<ResultSum>(memory, defineResultSum),
  };
}

/** The function that `define` defines, compiled when it is asked for first. */
function onDemand<F>(memory: WebAssembly.Memory, define: (module: ModuleBuilder, name: string) => void): () => F {
  let compiled: F | undefined;
  return () => (compiled ??= instantiate<F>(memory, ["run"], (module) => define(module, "run"))[0]!);
}

function numberOf({ rows, columns, fused }: MicroKernelVariant): number {
  return (rows === "direct" ? 1 : 0) + (columns === "direct" ? 2 : 0) + (fused ? 4 : 0);
}

function instantiate<F>(
  memory: WebAssembly.Memory,
  names: readonly string[],
  define: (module: ModuleBuilder) => void,
  relaxedSimd = false,
): F[] {
  const module = new ModuleBuilder({ sharedMemory: isShared(memory), relaxedSimd });
  define(module);
  const instance = new WebAssembly.Instance(compileModule(module.finish(), memory), { env: { memory } });
  return names.map((name) => instance.exports[name] as F);
}
