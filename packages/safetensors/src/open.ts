import { invalid } from "./invalid.ts";
import { parseHeader } from "./parseHeader.ts";
import { SafetensorsFile } from "./safetensorsFile.ts";
import { byteSource, readExactly, type Source } from "./source.ts";

/** No header is longer: the reference implementation's limit. */
const longestHeader = 100_000_000;

/**
 * Opens a file in the safetensors format: reads and checks its header, and nothing else. Tensors are read one by one,
 * when they are asked for.
 *
 * The file is not trusted. Lengths, names, types, shapes and offsets are checked before anything is made of them; what
 * is read is never larger than the file. A file is 8 bytes with the length of the header, the header in JSON, and the
 * tensors without gaps, overlaps or a rest.
 *
 * Source: https://huggingface.co/docs/safetensors, "Format".
 *
 * @throws NNError `data` for a file that is not what it should be
 *
 * @example
 * ```ts
 * const bytes = await save({ weight: ones([2, 3], { backend }) }, { metadata: { format: "pt" } });
 * const file = await open(bytes);
 * file.tensors.get("weight")!.shape; // 2, 3
 * file.metadata.get("format"); // pt
 * ```
 */
export async function open(source: Source): Promise<SafetensorsFile> {
  const bytes = byteSource(source);
  if (bytes.size < 8) throw invalid(`expected a file of at least 8 bytes, got ${bytes.size}`);
  const prefix = await readExactly(bytes, 0, 8);
  const length = new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(Math.min(longestHeader, bytes.size - 8))) {
    const limit = bytes.size - 8 < longestHeader ? `the ${bytes.size - 8} bytes that follow` : `${longestHeader} bytes`;
    throw invalid(`expected a header within ${limit}, got a length of ${length}`);
  }
  const dataOffset = 8 + Number(length);
  const header = await readExactly(bytes, 8, Number(length));
  return new SafetensorsFile(bytes, dataOffset, parseHeader(header, bytes.size - dataOffset));
}
