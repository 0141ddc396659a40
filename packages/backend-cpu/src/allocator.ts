/** A piece of the address space. */
interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** Alignment of every block, and the step of their sizes: one cache line. */
const lineBytes = 64;

/**
 * Hands out blocks of an address space that grows at its end. Sizes are rounded up to classes an eighth apart, and a
 * block that comes back is the first to be given to the next request of its class, while it is still in the caches.
 * When the space would have to grow, free neighbours are joined and searched first.
 */
export class Allocator {
  readonly #taken = new Map<number, number>();
  readonly #classes = new Map<number, number[]>();
  #spans: Block[] = [];
  #end: number;
  #usedBytes = 0;
  #freeBytes = 0;

  /** @param start the first address, a multiple of 64 */
  constructor(start: number) {
    this.#end = start;
  }

  /** Where the space that was ever handed out ends. */
  get end(): number {
    return this.#end;
  }

  /** Bytes of the blocks that are out. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /**
   * The address of a block of at least `bytes`, with at least 32 bytes behind them that belong to it.
   *
   * @param limit where the space ends for now
   * @returns `undefined` where nothing fits below the limit
   */
  allocate(bytes: number, limit: number): number | undefined {
    const size = classOf(bytes);
    const address = this.#reuse(size) ?? this.#extend(size, limit) ?? this.#search(size);
    if (address === undefined) return undefined;
    this.#taken.set(address, size);
    this.#usedBytes += size;
    return address;
  }

  /** Takes a block back. */
  free(address: number): void {
    const size = this.#taken.get(address);
    if (size === undefined) return;
    this.#taken.delete(address);
    this.#usedBytes -= size;
    this.#freeBytes += size;
    const blocks = this.#classes.get(size);
    if (blocks) blocks.push(address);
    else this.#classes.set(size, [address]);
  }

  #reuse(size: number): number | undefined {
    const address = this.#classes.get(size)?.pop();
    if (address !== undefined) this.#freeBytes -= size;
    return address;
  }

  #extend(size: number, limit: number): number | undefined {
    if (this.#end + size > limit) return undefined;
    this.#end += size;
    return this.#end - size;
  }

  /** The first free span, once neighbours are joined, that is large enough. */
  #search(size: number): number | undefined {
    if (this.#freeBytes < size) return undefined;
    this.#join();
    const position = this.#spans.findIndex(({ bytes }) => bytes >= size);
    const span = this.#spans[position];
    if (!span) return undefined;
    this.#freeBytes -= size;
    if (span.bytes === size) this.#spans.splice(position, 1);
    else this.#spans[position] = { address: span.address + size, bytes: span.bytes - size };
    return span.address;
  }

  #join(): void {
    const blocks = this.#spans;
    for (const [bytes, addresses] of this.#classes) blocks.push(...addresses.map((address) => ({ address, bytes })));
    this.#classes.clear();
    blocks.sort((a, b) => a.address - b.address);
    const joined: Block[] = [];
    for (const block of blocks) {
      const last = joined.at(-1);
      if (last && last.address + last.bytes === block.address) {
        joined[joined.length - 1] = { address: last.address, bytes: last.bytes + block.bytes };
      } else joined.push(block);
    }
    this.#spans = joined;
  }
}

/** Room for `bytes` and 32 more, rounded up to whole lines and, above 1 KiB, to eighths of a power of two. */
function classOf(bytes: number): number {
  const needed = bytes + 32;
  if (needed <= 1024) return Math.ceil(needed / lineBytes) * lineBytes;
  const step = 2 ** (Math.ceil(Math.log2(needed)) - 4);
  return Math.ceil(needed / step) * step;
}
