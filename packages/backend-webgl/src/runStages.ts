import type { Capabilities, Kernel } from "@nn/backend";
import type { Program, Programs } from "./device/programs.ts";
import type { Texture, Textures } from "./device/textures.ts";
import { sizeOf } from "./layout.ts";
import { splitKernel, type Stage } from "./stages.ts";

/** A stage with its program. */
export interface PreparedStage {
  readonly stage: Stage;
  readonly program: Program;
}

/** The programs of a kernel, in the order in which they run. */
export function prepareStages(kernel: Kernel, programs: Programs, capabilities: Capabilities): PreparedStage[] {
  if (sizeOf(kernel.shape) === 0) return [];
  return splitKernel(kernel, capabilities).map((stage) => {
    const program = "blocks" in stage ? programs.of(stage.blocks.shader) : programs.get(stage.kernel, stage.layered);
    return { stage, program };
  });
}

/** Runs a kernel's stages, with textures of their own for what they hand on to one another. */
export function runStages(
  stages: readonly PreparedStage[],
  inputs: readonly Texture[],
  outputs: readonly Texture[],
  scalars: readonly number[],
  programs: Programs,
  textures: Textures,
): void {
  const scratch: Texture[] = [];
  stages.forEach(({ stage, program }, number) => {
    const sources = [...inputs, ...stage.reads.map((at) => scratch[at]!)];
    const isLast = number === stages.length - 1;
    const targets = isLast ? outputs : scratchOf(stage, textures);
    programs.draw(program, sources, targets, scalars);
    if (!isLast) scratch.push(...targets);
  });
  scratch.forEach((texture) => textures.release(texture));
}

function scratchOf(stage: Stage, textures: Textures): Texture[] {
  if ("blocks" in stage) return [textures.acquireLayers(stage.blocks.length, stage.blocks.layers)];
  return stage.kernel.outputs.map(({ dtype }) => textures.acquire(dtype, sizeOf(stage.kernel.shape)));
}
