import { laneMemoryOperators, laneOperators, memoryOperators, plainOperators } from "./operators.ts";

/** The code of a module as text in the manner of the text format, for people: one instruction a line. */
export function listing(bytes: Uint8Array): string {
  const reader = new Reader(bytes);
  reader.at = 8;
  const lines: string[] = [];
  const names: string[] = [];
  while (reader.at < bytes.length) {
    const section = reader.byte();
    const end = reader.unsigned() + reader.at;
    if (section === 2) names.push(...imports(reader));
    if (section === 6) lines.push(...globals(reader));
    if (section === 7) exports(reader, names);
    if (section === 10) lines.push(...code(reader, names));
    reader.at = end;
  }
  return lines.join("\n");
}

/** Reads numbers of the binary format. */
class Reader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.#bytes[this.at++]!;
  }

  unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  signed(bits: number): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(Math.min(bits, Number(shift) + 7), value);
    }
  }

  float(bytes: 4 | 8): number {
    this.at += bytes;
    return bytes === 4 ? this.#view.getFloat32(this.at - 4, true) : this.#view.getFloat64(this.at - 8, true);
  }

  name(): string {
    const length = this.unsigned();
    this.at += length;
    return String.fromCharCode(...this.#bytes.subarray(this.at - length, this.at));
  }
}

const types = new Map([
  [0x7f, "i32"],
  [0x7e, "i64"],
  [0x7d, "f32"],
  [0x7c, "f64"],
  [0x7b, "v128"],
]);
const plain = byCode(plainOperators);
const memory = byCode(memoryOperators);
const lane = byCode(laneOperators);
const laneMemory = byCode(laneMemoryOperators);

function byCode(operators: { readonly [name: string]: number }): ReadonlyMap<number, string> {
  return new Map(Object.entries(operators).map(([name, opcode]) => [opcode, name]));
}

function imports(reader: Reader): string[] {
  const names: string[] = [];
  for (let count = reader.unsigned(); count > 0; count--) {
    reader.name();
    const name = reader.name();
    const kind = reader.byte();
    if (kind === 0x02) reader.byte();
    reader.unsigned();
    if (kind === 0x00) names.push(name);
  }
  return names;
}

/** Vector constants; there are no other globals. */
function globals(reader: Reader): string[] {
  return Array.from({ length: reader.unsigned() }, (_, number) => {
    reader.at += 2;
    const value = instruction(reader, []);
    reader.at += 1;
    return `(global ${number} (mut v128) (${value}))`;
  });
}

function exports(reader: Reader, names: string[]): void {
  for (let count = reader.unsigned(); count > 0; count--) {
    const name = reader.name();
    reader.byte();
    names[reader.unsigned()] = name;
  }
}

function code(reader: Reader, names: readonly string[]): string[] {
  const count = reader.unsigned();
  const first = names.length - count;
  const lines: string[] = [];
  for (let position = 0; position < count; position++) {
    const end = reader.unsigned() + reader.at;
    lines.push(`(func $${names[first + position] ?? position}${locals(reader)}`);
    let indent = 1;
    while (reader.at < end) {
      const text = instruction(reader, names);
      if (text === "end" || text === "else") indent--;
      lines.push(indent === 0 ? ")" : "  ".repeat(indent) + text);
      if (/^(block|loop|if|else)/.test(text)) indent++;
    }
  }
  return lines;
}

function locals(reader: Reader): string {
  let text = "";
  for (let runs = reader.unsigned(); runs > 0; runs--) {
    const count = reader.unsigned();
    text += ` (local ${count} ${types.get(reader.byte())})`;
  }
  return text;
}

function instruction(reader: Reader, names: readonly string[]): string {
  const first = reader.byte();
  if (first === 0xfc || first === 0xfd) {
    const number = reader.unsigned();
    return prefixed(reader, (first << (number > 0xff ? 16 : 8)) + number);
  }
  switch (first) {
    case 0x02:
    case 0x03:
    case 0x04: {
      const result = types.get(reader.byte());
      return `${["block", "loop", "if"][first - 2]}${result ? ` (result ${result})` : ""}`;
    }
    case 0x05:
      return "else";
    case 0x0b:
      return "end";
    case 0x0c:
      return `br ${reader.unsigned()}`;
    case 0x0d:
      return `br_if ${reader.unsigned()}`;
    case 0x10: {
      const target = reader.unsigned();
      return `call $${names[target] ?? target}`;
    }
    case 0x20:
    case 0x21:
    case 0x22:
      return `local.${["get", "set", "tee"][first - 0x20]} ${reader.unsigned()}`;
    case 0x23:
      return `global.get ${reader.unsigned()}`;
    case 0x41:
      return `i32.const ${reader.signed(32)}`;
    case 0x42:
      return `i64.const ${reader.signed(64)}`;
    case 0x43:
      return `f32.const ${reader.float(4)}`;
    case 0x44:
      return `f64.const ${reader.float(8)}`;
    default:
      return memory.has(first) ? `${memory.get(first)}${offset(reader)}` : (plain.get(first) ?? `byte ${first}`);
  }
}

function prefixed(reader: Reader, opcode: number): string {
  if (opcode === 0xfd0c) {
    const words = Array.from({ length: 4 }, () =>
      hexadecimal([reader.byte(), reader.byte(), reader.byte(), reader.byte()]),
    );
    return `v128.const i32x4 ${words.join(" ")}`;
  }
  if (opcode === 0xfd0d) return `i8x16.shuffle ${Array.from({ length: 16 }, () => reader.byte()).join(" ")}`;
  if (opcode === 0xfc0a || opcode === 0xfc0b) {
    reader.at += opcode === 0xfc0a ? 2 : 1;
    return opcode === 0xfc0a ? "memory.copy" : "memory.fill";
  }
  if (memory.has(opcode)) return `${memory.get(opcode)}${offset(reader)}`;
  if (lane.has(opcode)) return `${lane.get(opcode)} ${reader.byte()}`;
  if (laneMemory.has(opcode)) return `${laneMemory.get(opcode)}${offset(reader)} ${reader.byte()}`;
  return plain.get(opcode) ?? `opcode ${opcode.toString(16)}`;
}

/** Four bytes, the lowest first, as a number. */
function hexadecimal(bytes: readonly number[]): string {
  return `0x${bytes
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .reverse()
    .join("")}`;
}

function offset(reader: Reader): string {
  reader.byte();
  const value = reader.unsigned();
  return value === 0 ? "" : ` offset=${value}`;
}
