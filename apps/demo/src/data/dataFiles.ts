/** A part of MNIST: gzip of `count` images of 784 bytes each, and then of their `count` labels. */
export interface DataFile {
  /** Relative to the page. */
  readonly path: string;
  readonly count: number;
}

/**
 * The training images in their own order, cut so that a reduced set fetches only what it needs. The name does not end
 * in `.gz`: some servers would then have the browser unpack the file.
 */
export const trainingFiles: readonly DataFile[] = [
  { path: "data/training-1.bin", count: 2000 },
  { path: "data/training-2.bin", count: 8000 },
  { path: "data/training-3.bin", count: 25000 },
  { path: "data/training-4.bin", count: 25000 },
];

/** Every tenth of the test images, which no training sees. */
export const heldOutFile: DataFile = { path: "data/held-out.bin", count: 1000 };

/** Bytes of an image: 28 × 28 grey values. */
export const imageBytes = 784;
