import { imageSide } from "./mnistImage.ts";

/** Shows grey values on a canvas of 28 × 28 pixels; black for none. */
export function showImage(canvas: HTMLCanvasElement, image: Uint8Array | undefined): void {
  const pixels = new Uint8ClampedArray(4 * imageSide * imageSide).fill(255);
  for (let at = 0; at < imageSide * imageSide; at++) pixels.fill(image?.[at] ?? 0, 4 * at, 4 * at + 3);
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, imageSide, imageSide), 0, 0);
}
