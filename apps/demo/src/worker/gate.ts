/** What a loop comes by between its steps: lets messages in, and holds the loop while it is closed. */
export class Gate {
  readonly #channel = new MessageChannel();
  #opening: Promise<void> | undefined;
  #open: () => void = () => undefined;

  close(): void {
    this.#opening ??= new Promise((resolve) => (this.#open = resolve));
  }

  open(): void {
    this.#opening = undefined;
    this.#open();
  }

  /** Resolves in a later task, when the gate is open; `onHeld` is called if that takes a while. */
  async pass(onHeld: () => void): Promise<void> {
    await this.breathe();
    while (this.#opening) {
      onHeld();
      await this.#opening;
    }
  }

  /** Resolves in a later task. */
  breathe(): Promise<void> {
    return new Promise((resolve) => {
      this.#channel.port1.onmessage = () => resolve();
      this.#channel.port2.postMessage(undefined);
    });
  }
}
