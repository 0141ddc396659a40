import type { FunctionBuilder, Local } from "../assembler/functionBuilder.ts";
import type { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import { notation } from "../assembler/notation.ts";
import { transpose } from "../assembler/transpose.ts";
import type { Contiguity } from "./enumerate.ts";

/** The parameters of a packer, all int32. Addresses and offsets are in bytes. */
export type Packer = (
  source: number,
  /** See `PackingTables.lanes`, from the first group on. */
  laneTable: number,
  groupCount: number,
  /** From one group in `laneTable` to the next. */
  laneTableStep: number,
  /** See `PackingTables.depth`, from the first step on. */
  depthTable: number,
  depth: number,
  target: number,
  /** From one group in the target to the next. */
  targetStep: number,
  /** From one step of a group in the target to the next. */
  pitch: number,
) => void;

const parameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/** Defines the function that copies groups of four lanes into panels, in which each step's four lanes are neighbours. */
export function definePacker(module: ModuleBuilder, name: string, contiguity: Contiguity): void {
  module.function(name, parameters, [], (code, arguments_) => {
    const [source, laneTable, groupCount, laneTableStep, depthTable, depth, target, targetStep, pitch] = arguments_;
    const lanes = Array.from({ length: contiguity === "lanes" ? 1 : 4 }, () => code.local("i32"));
    const [step, end, at, offset] = [code.local("i32"), code.local("i32"), code.local("i32"), code.local("i32")];
    const vectors = Array.from({ length: 8 }, () => code.local("v128"));
    const stepBy = (local: Local, distance: Local | number): void => {
      code.get(local);
      if (typeof distance === "number") code.i32(distance);
      else code.get(distance);
      code.op("i32.add");
      code.set(local);
    };
    const gather = (): void => {
      gatherStep(code, lanes, offset, at, vectors[0]!);
      stepBy(at, pitch);
      stepBy(step, 4);
    };
    code.get(depth);
    code.i32(2);
    code.op("i32.shl");
    code.get(depthTable);
    code.op("i32.add");
    code.set(end);
    code.loop((nextGroup) => {
      lanes.forEach((lane, position) => {
        code.get(laneTable);
        code.memory("i32.load", position * 4);
        code.get(source);
        code.op("i32.add");
        code.set(lane);
      });
      code.get(target);
      code.set(at);
      code.get(depthTable);
      code.set(step);
      code.loop((nextStep) => {
        code.get(step);
        code.memory("i32.load");
        code.set(offset);
        if (contiguity !== "depth") gather();
        else {
          code.get(offset);
          code.i32(1);
          code.op("i32.and");
          code.if(() => {
            transposeSteps(code, lanes, offset, vectors, (vector) => {
              code.get(at);
              vector();
              code.memory("v128.store");
              stepBy(at, pitch);
            });
            stepBy(step, 16);
          }, gather);
        }
        code.get(step);
        code.get(end);
        code.op("i32.ne");
        code.branchIf(nextStep);
      });
      stepBy(laneTable, laneTableStep);
      stepBy(target, targetStep);
      stepBy(groupCount, -1);
      code.get(groupCount);
      code.branchIf(nextGroup);
    });
  });
}

/** Stores one step of all four lanes at `at`: one vector if they are neighbours, else element by element. */
function gatherStep(
  code: FunctionBuilder,
  lanes: readonly Local[],
  offset: Local,
  at: Local,
  vector: Local<"v128">,
): void {
  lanes.forEach((lane, position) => {
    code.get(lane);
    code.get(offset);
    code.op("i32.add");
    if (lanes.length === 1) code.memory("v128.load");
    else if (position === 0) code.memory("v128.load32_zero");
    else {
      code.get(vector);
      code.laneMemory("v128.load32_lane", position);
    }
    code.set(vector);
  });
  code.get(at);
  code.get(vector);
  code.memory("v128.store");
}

/** Reads four steps of each lane at once and stores their transpose. The offset is odd, which marks such steps. */
function transposeSteps(
  code: FunctionBuilder,
  lanes: readonly Local[],
  offset: Local,
  vectors: readonly Local<"v128">[],
  store: (vector: () => void) => void,
): void {
  lanes.forEach((lane, position) => {
    code.get(lane);
    code.get(offset);
    code.op("i32.add");
    code.i32(1);
    code.op("i32.sub");
    code.memory("v128.load");
    code.set(vectors[position]!);
  });
  const rows = vectors.slice(0, 4);
  transpose(notation(code), rows, vectors.slice(4));
  rows.forEach((row) => store(() => code.get(row)));
}
