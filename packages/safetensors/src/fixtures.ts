/** A file with this header, an object or the text of one, and this data. Nothing is checked. */
export function fileOf(header: unknown, data: Uint8Array | number = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const content = typeof data === "number" ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + text.length + content.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(content, 8 + text.length);
  return bytes;
}

/** An entry of a header. */
export function entry(dtype: string, shape: readonly unknown[], start: number, end: number): object {
  return { dtype, shape, data_offsets: [start, end] };
}

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}

/** What the reference implementation, version 0.8.0, writes for a small state with one tensor of most types. */
export const referenceFile: Uint8Array = fileOf(
  '{"__metadata__":{"format":"pt"},' +
    '"num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]},' +
    '"double":{"dtype":"F64","shape":[1],"data_offsets":[8,16]},' +
    '"bias":{"dtype":"F32","shape":[2],"data_offsets":[16,24]},' +
    '"empty":{"dtype":"F32","shape":[0,4],"data_offsets":[24,24]},' +
    '"weight":{"dtype":"F32","shape":[2,3],"data_offsets":[24,48]},' +
    '"brain":{"dtype":"BF16","shape":[2],"data_offsets":[48,52]},' +
    '"half":{"dtype":"F16","shape":[3],"data_offsets":[52,58]},' +
    '"bytes":{"dtype":"I8","shape":[2],"data_offsets":[58,60]},' +
    '"mask":{"dtype":"BOOL","shape":[3],"data_offsets":[60,63]}}       ',
  fromHex(
    "07000000000000009a9999999999b93f0000003f000000bf0000803f000000400000404000008040" +
      "0000a0400000c040803f4940003e00c0ff7bff7f010001",
  ),
);
