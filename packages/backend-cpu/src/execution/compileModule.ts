const generated = new WeakMap<WebAssembly.Memory, number>();

/** Compiles a module that was generated for the programs of a heap. */
export function compileModule(bytes: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): WebAssembly.Module {
  generated.set(memory, generatedBytes(memory) + bytes.byteLength);
  return new WebAssembly.Module(bytes);
}

/** How many bytes of WebAssembly were generated on this thread for the programs of a heap. */
export function generatedBytes(memory: WebAssembly.Memory): number {
  return generated.get(memory) ?? 0;
}
