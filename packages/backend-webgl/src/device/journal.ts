import type { DType, TypedArray } from "@nn/backend";
import { runStages, type PreparedStage } from "../runStages.ts";
import type { Programs } from "./programs.ts";
import { storedArray, type Reader } from "./reader.ts";
import type { Texture, Textures } from "./textures.ts";

/** What belongs to one life of a context, and ends with it. */
export interface Device {
  readonly textures: Textures;
  readonly programs: Programs;
  readonly reader: Reader;
}

/** A step that can run again: on the same numbers it gives the same bits. */
export interface Origin {
  readonly number: number;
  readonly stages: () => readonly PreparedStage[];
  readonly inputs: readonly Version[];
  readonly outputs: readonly Version[];
  readonly scalars: readonly number[];
}

/**
 * What a buffer held at one time: a copy on the host, or the step that computed it. Versions refer to those that they
 * were computed from, so whatever no live buffer depends on is garbage, and a copy cuts off all that was before it.
 */
export class Version {
  readonly dtype: DType;
  readonly length: number;
  copy: TypedArray | undefined;
  origin: Origin | undefined;

  constructor(dtype: DType, length: number, copy?: TypedArray) {
    this.dtype = dtype;
    this.length = length;
    this.copy = copy;
  }
}

/** Fills a texture with a tensor's elements. */
export function upload(textures: Textures, texture: Texture, dtype: DType, data: TypedArray): void {
  const pixels = storedArray(dtype, 4 * texture.width * texture.height);
  pixels.set(data);
  textures.write(texture, pixels);
}

/** Brings `wanted` back on a new device: uploads copies, and runs again the steps since. Textures are the caller's. */
export function replay({ textures, programs }: Device, wanted: ReadonlySet<Version>): Map<Version, Texture> {
  const origins = originsOf(wanted);
  const uses = new Map<Version, number>();
  const count = (version: Version, change: number): number => {
    const left = (uses.get(version) ?? 0) + change;
    uses.set(version, left);
    return left;
  };
  wanted.forEach((version) => count(version, 1));
  origins.forEach(({ inputs }) => inputs.forEach((version) => count(version, 1)));
  const found = new Map<Version, Texture>();
  const place = (version: Version): Texture => {
    const texture = found.get(version) ?? textures.acquire(version.dtype, version.length);
    if (!found.has(version) && version.copy) upload(textures, texture, version.dtype, version.copy);
    found.set(version, texture);
    return texture;
  };
  const drop = (version: Version): void => {
    const texture = found.get(version);
    if (texture) textures.release(texture);
    found.delete(version);
  };
  for (const { stages, inputs, outputs, scalars } of origins) {
    runStages(stages(), inputs.map(place), outputs.map(place), scalars, programs, textures);
    inputs.filter((version) => count(version, -1) === 0).forEach(drop);
    outputs.filter((version) => count(version, 0) === 0).forEach(drop);
  }
  wanted.forEach(place);
  return found;
}

/** Bytes of the copies, beside those of `wanted` itself, that are kept to bring it back. */
export function keptBytes(wanted: ReadonlySet<Version>): number {
  const inputs = new Set(originsOf(wanted).flatMap((origin) => origin.inputs));
  return [...inputs].reduce((sum, one) => sum + (wanted.has(one) ? 0 : (one.copy?.byteLength ?? 0)), 0);
}

/** The steps that `wanted` depend on since the last copies, in the order in which they ran. */
function originsOf(wanted: ReadonlySet<Version>): Origin[] {
  const origins = new Set<Origin>();
  const open = [...wanted];
  for (let version = open.pop(); version; version = open.pop()) {
    const { copy, origin } = version;
    if (copy || !origin || origins.has(origin)) continue;
    origins.add(origin);
    open.push(...origin.inputs);
  }
  return [...origins].sort((one, other) => one.number - other.number);
}
