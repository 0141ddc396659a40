import { ByteWriter } from "./byteWriter.ts";

/** A place in a function's code where more can be written later; see `FunctionBuilder.placeholder`. */
export class Segment {
  readonly parts: (ByteWriter | Segment)[] = [];
  /** How many blocks stand around it. */
  readonly depth: number;

  constructor(depth: number) {
    this.depth = depth;
  }

  /** Where its next instruction goes. */
  end(): ByteWriter {
    const last = this.parts.at(-1);
    if (last instanceof ByteWriter) return last;
    const added = new ByteWriter();
    this.parts.push(added);
    return added;
  }

  appendTo(bytes: ByteWriter): void {
    for (const part of this.parts) {
      if (part instanceof ByteWriter) bytes.append(part);
      else part.appendTo(bytes);
    }
  }
}
