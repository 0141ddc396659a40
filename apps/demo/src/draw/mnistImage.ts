import type { Point, Stroke } from "./strokes.ts";

/** Pixels of a side. */
export const imageSide = 28;
/** What MNIST fits each digit into. */
const boxSide = 20;
/** Half the width of a line, and how far its edge fades, in pixels; as MNIST's digits look. */
const [radius, fade] = [1.15, 1.3];
/** Smaller drawings are not blown up further than one of this extent. */
const leastExtent = 0.08;

/**
 * The drawing as an image like those of MNIST: its longer side fills a box of 20 pixels, its centre of mass lies in the
 * middle of 28 × 28, and its lines are equally wide whatever the size it was drawn in.
 *
 * @returns grey values from 0 to 255, white on black, row-major; `undefined` for an empty drawing
 */
export function mnistImage(strokes: readonly Stroke[]): Uint8Array | undefined {
  const points = strokes.flat();
  if (points.length === 0) return undefined;
  const [left, right] = extent(points.map(({ x }) => x));
  const [top, bottom] = extent(points.map(({ y }) => y));
  const scale = (boxSide - 2 * radius) / Math.max(right - left, bottom - top, leastExtent);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const placed = (center: Point): Stroke[] =>
    strokes.map((stroke) =>
      stroke.map(({ x, y }) => ({ x: (x - middle.x) * scale + center.x, y: (y - middle.y) * scale + center.y })),
    );
  const half = imageSide / 2;
  const mass = centerOfMass(rasterise(placed({ x: half, y: half })));
  // Not so far that the box would leave the image.
  const shifted = (at: number, size: number): number => {
    const room = half - (size * scale) / 2 - radius;
    return half + Math.min(room, Math.max(-room, half - at));
  };
  return rasterise(placed({ x: shifted(mass.x, right - left), y: shifted(mass.y, bottom - top) }));
}

/** The mean place of an image's grey values, in pixels. */
export function centerOfMass(image: Uint8Array): Point {
  let [sum, x, y] = [0, 0, 0];
  image.forEach((grey, at) => {
    sum += grey;
    x += grey * ((at % imageSide) + 0.5);
    y += grey * (Math.floor(at / imageSide) + 0.5);
  });
  return { x: x / sum, y: y / sum };
}

/** Draws lines with round ends; a pixel's grey depends on the distance of its middle from the nearest line. */
function rasterise(strokes: readonly Stroke[]): Uint8Array {
  return Uint8Array.from({ length: imageSide * imageSide }, (_, at) => {
    const pixel = { x: (at % imageSide) + 0.5, y: Math.floor(at / imageSide) + 0.5 };
    let nearest = Infinity;
    for (const stroke of strokes) {
      for (let end = 0; end < stroke.length; end++) {
        nearest = Math.min(nearest, squaredDistance(pixel, stroke[Math.max(0, end - 1)]!, stroke[end]!));
      }
    }
    const inside = (radius - Math.sqrt(nearest)) / fade + 0.5;
    return Math.round(255 * Math.min(1, Math.max(0, inside)));
  });
}

/** From a point to a line between two others. */
function squaredDistance(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const part = Math.min(1, Math.max(0, along));
  return (point.x - from.x - part * dx) ** 2 + (point.y - from.y - part * dy) ** 2;
}

function extent(values: readonly number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}
