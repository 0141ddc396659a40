import { NNError } from "@nn/backend";
import { notRestored, requireExtensions, type Context } from "./context.ts";

/** What happens to a backend whose context is lost. */
export interface LifeEvents {
  readonly lost: () => void;
  readonly restored: () => void;
  readonly failed: (error: NNError) => void;
}

/** Follows a context through losses, which it may know of before the browser's event says so. */
export class Life {
  readonly #context: Context;
  readonly #events: LifeEvents;
  readonly #timeout: number;
  readonly #name: string;
  #isDown = false;
  /** Whether the browser has said that the context is lost: only then can it be restored. */
  #isAnnounced = false;
  #hasEnded = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Why the context will not be used again. */
  failure: NNError | undefined;

  /** @param timeout milliseconds to wait for the browser to restore a context; 0 if that is not awaited */
  constructor(name: string, context: Context, timeout: number, events: LifeEvents) {
    this.#name = name;
    this.#context = context;
    this.#timeout = timeout;
    this.#events = events;
    context.canvas.addEventListener("webglcontextlost", this.#onLost);
    context.canvas.addEventListener("webglcontextrestored", this.#onRestored);
  }

  /** From the loss until everything has been restored. */
  isLost(): boolean {
    if (!this.#isDown && !this.#hasEnded && this.#context.gl.isContextLost()) this.#goDown();
    return this.#isDown;
  }

  /** The same where commands fail already: the browser may say why a little later. */
  async isLostSoon(): Promise<boolean> {
    for (let wait = 0; wait < 50 && !this.isLost() && !this.#hasEnded; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.#isDown;
  }

  /** Stops following it. A caller's canvas that was lost just now may still be restored. */
  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    const { canvas, gl, isOwn } = this.#context;
    if (!isOwn && gl.isContextLost() && !this.#isAnnounced) {
      canvas.addEventListener("webglcontextlost", (event) => event.preventDefault(), { once: true });
    }
    this.#context.canvas.removeEventListener("webglcontextlost", this.#onLost);
    this.#context.canvas.removeEventListener("webglcontextrestored", this.#onRestored);
  }

  readonly #onLost = (event: Event): void => {
    event.preventDefault();
    this.#isAnnounced = true;
    if (!this.#isDown) this.#goDown();
  };

  readonly #onRestored = (): void => {
    this.#isAnnounced = false;
    if (this.failure || this.#timeout === 0) return;
    const { gl } = this.#context;
    try {
      requireExtensions(this.#name, gl);
      this.#events.restored();
    } catch (error) {
      if (!gl.isContextLost()) return this.#fail(error);
    }
    clearTimeout(this.#timer);
    this.#isDown = false;
  };

  #goDown(): void {
    this.#isDown = true;
    this.#events.lost();
    if (this.#timeout === 0) return;
    this.#timer = setTimeout(() => this.#fail(notRestored(this.#name, this.#timeout)), this.#timeout);
  }

  #fail(error: unknown): void {
    clearTimeout(this.#timer);
    this.failure = NNError.isInstance(error) ? error : new NNError("backend", `${this.#name}: ${String(error)}`);
    this.#events.failed(this.failure);
  }
}
