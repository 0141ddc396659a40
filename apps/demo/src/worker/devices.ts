import type { Backend } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import { webgl } from "@nn/backend-webgl";
import type { Device } from "../protocol.ts";

/** A backend could not be made. */
export class DeviceMissing extends Error {}

/** Backends, each made when it is first asked for. */
export class Devices {
  readonly #made = new Map<Device, Promise<Backend>>();
  /** Whether the WebGL context is gone: until the browser restores it, or another is made. */
  lost = false;

  get(device: Device): Promise<Backend> {
    if (this.lost) this.#made.delete("webgl");
    this.lost = false;
    const backend = this.#made.get(device) ?? (device === "cpu" ? cpu() : this.#webgl());
    this.#made.set(device, backend);
    return backend;
  }

  async #webgl(): Promise<Backend> {
    try {
      const canvas = new OffscreenCanvas(1, 1);
      canvas.addEventListener("webglcontextlost", () => (this.lost = true));
      canvas.addEventListener("webglcontextrestored", () => (this.lost = false));
      return await webgl({ canvas, contextLoss: "resume" });
    } catch (error) {
      this.#made.delete("webgl");
      throw new DeviceMissing(error instanceof Error ? error.message : String(error));
    }
  }
}
