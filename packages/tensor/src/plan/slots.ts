import type { DType } from "@nn/backend";

/** Storage that several intermediates of a plan use one after the other. */
export interface Slot {
  readonly dtype: DType;
  readonly length: number;
}

/** What one kernel reads and writes, in the order of execution; values that are stored elsewhere are left out. */
export interface Lifetime {
  readonly reads: readonly number[];
  readonly writes: readonly { readonly source: number; readonly dtype: DType; readonly length: number }[];
}

/**
 * Assigns intermediates to slots by liveness: a slot is free again after the kernel that reads it last. A kernel's
 * outputs never take a slot that it reads. Only equal lengths share, which in training graphs is nearly always the
 * case, and keeps every buffer exactly as long as its tensor.
 */
export function assignSlots(lifetimes: readonly Lifetime[]): { slots: Slot[]; slotOf: Map<number, number> } {
  const lastRead = new Map<number, number>();
  lifetimes.forEach(({ reads, writes }, step) => {
    writes.forEach(({ source }) => lastRead.set(source, step));
    reads.forEach((source) => lastRead.set(source, step));
  });
  const slots: Slot[] = [];
  const slotOf = new Map<number, number>();
  const free: number[] = [];
  lifetimes.forEach(({ reads, writes }, step) => {
    for (const { source, dtype, length } of writes) {
      const found = free.findIndex((slot) => slots[slot]!.dtype === dtype && slots[slot]!.length === length);
      slotOf.set(source, found >= 0 ? free.splice(found, 1)[0]! : slots.push({ dtype, length }) - 1);
    }
    const ending = new Set([...reads, ...writes.map(({ source }) => source)]);
    for (const source of ending) if (lastRead.get(source) === step) free.push(slotOf.get(source)!);
  });
  return { slots, slotOf };
}
