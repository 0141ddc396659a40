import { constants } from "node:fs";
import { access, open as openFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { NNError, type Backend } from "@nn/backend";
import type { Sequential } from "@nn/module";
import { load, open, save, type SafetensorsFile } from "@nn/safetensors";
import { generator } from "@nn/tensor";
import { makeNetwork, type NetworkSettings } from "./network.ts";

/** Before a long run: @throws NNError `data` if a file could not be written to its folder after it */
export async function checkWritable(path: string): Promise<void> {
  await access(dirname(path), constants.W_OK).catch((error: unknown) => {
    throw problem(path, "cannot be written", error);
  });
}

/** Writes a network's weights, with what it takes to make the network again. */
export async function saveNetwork(path: string, network: Sequential, settings: NetworkSettings): Promise<void> {
  const { activation, batchNorm, dropout } = settings;
  const metadata = { format: "pt", network: JSON.stringify({ activation, batchNorm, dropout }) };
  const bytes = await save(network, { metadata });
  await writeFile(path, bytes).catch((error: unknown) => {
    throw problem(path, "cannot be written", error);
  });
}

/**
 * The network of a file, with its weights.
 *
 * @throws NNError `data` unless the file can be read and is one that {@link saveNetwork} wrote
 */
export async function loadNetwork(path: string, backend: Backend): Promise<Sequential> {
  const handle = await openFile(path).catch((error: unknown) => {
    throw problem(path, "cannot be read", error);
  });
  try {
    const { size } = await handle.stat();
    const read = async (offset: number, length: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    const file = await open({ size, read });
    const network = makeNetwork(settingsOf(path, file), backend, generator(0));
    await load(network, file);
    return network;
  } finally {
    await handle.close();
  }
}

function settingsOf(path: string, { metadata }: SafetensorsFile): NetworkSettings {
  const { activation, batchNorm, dropout } = parse(metadata.get("network"));
  const known = activation === "relu" || activation === "sigmoid" || activation === "tanh";
  if (known && typeof batchNorm === "boolean" && typeof dropout === "number" && dropout >= 0 && dropout < 1) {
    return { activation, batchNorm, dropout };
  }
  throw new NNError("data", `${path}: expected a network that --save wrote; its metadata do not describe one`);
}

function parse(text: string | undefined): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function problem(path: string, what: string, error: unknown): NNError {
  return new NNError("data", `${path}: ${what} (${error instanceof Error ? error.message : String(error)})`);
}
