/** The smallest module with f32x4.relaxed_madd, behind an `unreachable` in place of its operands. */
const probe = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // "\0asm", version 1
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00], // one type: nothing to nothing
  ...[0x03, 0x02, 0x01, 0x00], // one function of it
  ...[0x0a, 0x09, 0x01, 0x07, 0x00, 0x00, 0xfd, 0x85, 0x02, 0x1a, 0x0b], // unreachable, relaxed_madd, drop, end
]);

/** What Node.js must be told so that WebAssembly has relaxed SIMD: nothing from 22 on. */
export const relaxedSimdFlags = WebAssembly.validate(probe) ? [] : ["--experimental-wasm-relaxed-simd"];
