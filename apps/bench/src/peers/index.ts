import type { Device, StartOptions } from "./peer.ts";

/** In the order of the table. A library is loaded when it is started. */
const starts = {
  ours: async (options: StartOptions) => (await import("./ours.ts")).startOurs(options),
  "tfjs-wasm": async (options: StartOptions) => (await import("./tensorflow.ts")).startTensorFlow("wasm", options),
  "ort-web": async (options: StartOptions) => (await import("./onnxruntimeWeb.ts")).startOnnxRuntimeWeb(options),
  "jax-js": async () => (await import("./jax.ts")).startJax(),
  "tfjs-cpu": async (options: StartOptions) => (await import("./tensorflow.ts")).startTensorFlow("cpu", options),
  "ort-node": async (options: StartOptions) => (await import("./onnxruntimeNode.ts")).startOnnxRuntimeNode(options),
} satisfies Readonly<Record<string, (options: StartOptions) => Promise<Device>>>;

export type PeerName = keyof typeof starts;

export const peerNames = Object.keys(starts).filter(isPeerName);

export function isPeerName(name: string): name is PeerName {
  return Object.hasOwn(starts, name);
}

export function startPeer(name: PeerName, options: StartOptions): Promise<Device> {
  return starts[name](options);
}
