import { moveByKey } from "./keyboardPen.ts";
import { penWidth, type Point, type Stroke } from "./strokes.ts";

/** A canvas to draw on with mouse, pen, finger, or the keyboard. */
export class DrawingPad {
  readonly #canvas: HTMLCanvasElement;
  readonly #onChange: (strokes: readonly Stroke[]) => void;
  #strokes: Point[][] = [];
  /** The pointer that draws; others are ignored meanwhile. */
  #pointer: number | undefined;
  /** Where the keyboard's pen is, and whether it is down; there is none before a key was pressed. */
  #pen: { readonly at: Point; readonly down: boolean } | undefined;

  constructor(canvas: HTMLCanvasElement, onChange: (strokes: readonly Stroke[]) => void) {
    this.#canvas = canvas;
    this.#onChange = onChange;
    canvas.addEventListener("pointerdown", (event) => this.#press(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"] as const) {
      canvas.addEventListener(end, (event) => this.#lift(event));
    }
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("blur", () => this.#hidePen());
    new ResizeObserver(() => this.#paint()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#paint());
  }

  clear(): void {
    this.#strokes = [];
    this.#changed();
  }

  #press(event: PointerEvent): void {
    if (this.#pointer !== undefined || event.button !== 0) return;
    this.#pointer = event.pointerId;
    this.#pen = undefined;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#strokes.push([this.#place(event)]);
    this.#changed();
  }

  #move(event: PointerEvent): void {
    if (event.pointerId !== this.#pointer) return;
    const events = event.getCoalescedEvents();
    const points = (events.length > 0 ? events : [event]).map((each) => this.#place(each));
    this.#strokes.at(-1)?.push(...points);
    this.#changed();
  }

  #lift(event: PointerEvent): void {
    if (event.pointerId === this.#pointer) this.#pointer = undefined;
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { at, down } = this.#pen ?? { at: { x: 0.5, y: 0.25 }, down: false };
    const moved = moveByKey(at, event.key);
    if (event.key === " ") {
      this.#pen = { at, down: !down };
      if (!down) this.#strokes.push([at]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.#pen = { at, down: false };
      this.#strokes = [];
    } else if (moved) {
      this.#pen = { at: moved, down };
      if (down) this.#strokes.at(-1)?.push(moved);
    } else return;
    event.preventDefault();
    this.#changed();
  }

  #hidePen(): void {
    this.#pen = undefined;
    this.#paint();
  }

  #place({ clientX, clientY }: MouseEvent): Point {
    const box = this.#canvas.getBoundingClientRect();
    const inside = (part: number): number => Math.min(1, Math.max(0, part));
    return { x: inside((clientX - box.left) / box.width), y: inside((clientY - box.top) / box.height) };
  }

  #changed(): void {
    this.#paint();
    this.#onChange(this.#strokes);
  }

  #paint(): void {
    const canvas = this.#canvas;
    const side = Math.round(canvas.clientWidth * devicePixelRatio);
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    if (!context) return;
    const { color, outlineColor } = getComputedStyle(canvas);
    context.clearRect(0, 0, side, side);
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = penWidth * side;
    context.strokeStyle = color;
    for (const stroke of this.#strokes) {
      context.beginPath();
      stroke.forEach(({ x, y }) => context.lineTo(x * side, y * side));
      if (stroke.length === 1) context.lineTo(stroke[0]!.x * side, stroke[0]!.y * side);
      context.stroke();
    }
    if (!this.#pen) return;
    context.lineWidth = 2 * devicePixelRatio;
    context.strokeStyle = outlineColor;
    context.beginPath();
    context.arc(this.#pen.at.x * side, this.#pen.at.y * side, (penWidth * side) / 2, 0, 2 * Math.PI);
    if (this.#pen.down) context.setLineDash([]);
    else context.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    context.stroke();
    context.setLineDash([]);
  }
}
