import type { Point } from "./strokes.ts";

const stride = 0.04;
const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Where an arrow key takes the pen, within the pad; `undefined` for other keys. */
export function moveByKey({ x, y }: Point, key: string): Point | undefined {
  const direction = directions[key];
  if (!direction) return undefined;
  const inside = (at: number): number => Math.min(1 - stride, Math.max(stride, at));
  return { x: inside(x + stride * direction.x), y: inside(y + stride * direction.y) };
}
