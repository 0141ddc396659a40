/** Whether several threads may have this memory: modules must say so of the memory that they import. */
export function isShared({ buffer }: WebAssembly.Memory): boolean {
  return Object.prototype.toString.call(buffer) === "[object SharedArrayBuffer]";
}
