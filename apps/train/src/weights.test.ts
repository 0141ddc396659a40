import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open, save } from "@nn/safetensors";
import { generator, tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeNetwork } from "./network.ts";
import { run } from "./run.ts";
import { parseSettings } from "./settings.ts";
import { loadNetwork } from "./weights.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "weights-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function printed(...args: string[]): Promise<string[]> {
  const settings = parseSettings(args);
  if (settings === "help") throw new Error("not a run");
  const lines: string[] = [];
  await run(settings, { training: new AbortController().signal, print: (text) => lines.push(text) });
  return lines;
}

const accuracy = (lines: readonly string[]): string | undefined =>
  lines.find((line) => line.startsWith("Test accuracy"));

describe("a saved network", () => {
  it("recognises as much as when it was trained", async () => {
    const file = join(folder, "digits.safetensors");
    const training = await printed("--epochs=1", "--limit=640", "--activation=tanh", "--save", file);
    expect(training.at(-3)).toBe(`Saved to ${file}`);
    const evaluation = await printed("--limit=640", "--evaluate", file);
    expect(evaluation[0]).toBe(`640 test images on cpu, network of ${file}`);
    expect(accuracy(evaluation)).toMatch(/ \d\d\.\d\d %$/);
    expect(accuracy(evaluation)).toBe(accuracy(training));
  });

  it("has PyTorch's names", async () => {
    const { tensors, metadata } = await open(await readFile(join(folder, "digits.safetensors")));
    expect(JSON.parse(metadata.get("network")!)).toEqual({ activation: "tanh", batchNorm: true, dropout: 0.25 });
    expect([...tensors.keys()].sort()).toEqual(
      [
        ...["0.weight", "0.bias", "4.weight", "4.bias", "10.weight", "10.bias"],
        ...["1", "5"].flatMap((layer) =>
          ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"].map((name) => `${layer}.${name}`),
        ),
      ].sort(),
    );
  });

  it("is written only where it is asked for", async () => {
    const before = await readdir(folder);
    await printed("--epochs=1", "--limit=64");
    expect(await readdir(folder)).toEqual(before);
  });
});

describe("loadNetwork", () => {
  it("refuses other files", async () => {
    const device = await backend();
    const path = join(folder, "other.safetensors");
    await expect(loadNetwork(path, device)).rejects.toThrow(`${path}: cannot be read (ENOENT`);
    const x = tensor([1], { backend: device });
    await writeFile(path, await save({ x }));
    await expect(loadNetwork(path, device)).rejects.toThrow(
      `${path}: expected a network that --save wrote; its metadata do not describe one`,
    );
    const network = JSON.stringify({ activation: "relu", batchNorm: false, dropout: 0 });
    await writeFile(path, await save({ x }, { metadata: { network } }));
    await expect(loadNetwork(path, device)).rejects.toThrow('missing "0.weight" float32 [8, 1, 5, 5]');
    await writeFile(path, new Uint8Array(3));
    await expect(loadNetwork(path, device)).rejects.toThrow("safetensors: expected a file of at least 8 bytes, got 3");
  });

  it("does not train for hours to find that a file cannot be written", async () => {
    const file = join(folder, "nowhere", "digits.safetensors");
    await expect(printed("--epochs=1", "--save", file)).rejects.toThrow(`${file}: cannot be written (ENOENT`);
  });

  it("makes the network that the file describes", async () => {
    const path = join(folder, "bare.safetensors");
    const device = await backend();
    const settings = { activation: "sigmoid", batchNorm: false, dropout: 0 } as const;
    const network = makeNetwork(settings, device, generator(3));
    await writeFile(path, await save(network, { metadata: { network: JSON.stringify(settings) } }));
    const loaded = await loadNetwork(path, device);
    expect(loaded.toString()).toBe(network.toString());
    expect(await loaded.parameters()[0]!.data()).toEqual(await network.parameters()[0]!.data());
  });
});
