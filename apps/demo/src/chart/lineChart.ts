import { pathThrough, type CurvePoint } from "./curve.ts";
import { linearScale } from "./scale.ts";

/** One curve; its class names decide its looks. */
export interface Curve {
  readonly className: string;
  readonly points: readonly CurvePoint[];
  /** Whether each point gets a dot. Default: no. */
  readonly dots?: boolean;
}

/** An axis starts at its first tick and ends at its last. */
export interface Axis {
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
}

/** Everything that a chart shows. */
export interface ChartContent {
  readonly x: Axis & { readonly end: number };
  readonly y: Axis;
  readonly curves: readonly Curve[];
  /** What the chart shows, in words, for who does not see it. */
  readonly description: string;
}

const margin = { left: 40, right: 24, top: 8, bottom: 22 };

/** Line charts in SVG, which follow the size of their element. */
export class LineChart {
  readonly #svg: SVGSVGElement;
  #content: ChartContent;

  constructor(svg: SVGSVGElement, content: ChartContent) {
    this.#svg = svg;
    this.#content = content;
    new ResizeObserver(() => this.#paint()).observe(svg);
  }

  draw(content: ChartContent): void {
    this.#content = content;
    this.#paint();
  }

  #paint(): void {
    const { width, height } = this.#svg.getBoundingClientRect();
    if (width === 0) return;
    const { x, y, curves, description } = this.#content;
    const [right, bottom] = [width - margin.right, height - margin.bottom];
    const across = linearScale([0, x.end], [margin.left, right]);
    const up = linearScale([y.ticks[0]!, y.ticks.at(-1)!], [bottom, margin.top]);
    const parts: SVGElement[] = [];
    for (const tick of y.ticks) {
      parts.push(shape("line", { class: "grid", x1: margin.left, x2: right, y1: up(tick), y2: up(tick) }));
      parts.push(label(y.format(tick), { x: margin.left - 8, y: up(tick) + 4, "text-anchor": "end" }));
    }
    for (const tick of x.ticks) {
      if (tick > x.end) continue;
      parts.push(label(x.format(tick), { x: across(tick), y: height - 5, "text-anchor": "middle" }));
    }
    for (const { className, points, dots = false } of curves) {
      const placed = points.map((point) => ({ x: across(point.x), y: up(Math.min(point.y, y.ticks.at(-1)!)) }));
      parts.push(shape("path", { class: className, d: pathThrough(placed) }));
      if (!dots) continue;
      placed.forEach(({ x: cx, y: cy }) => parts.push(shape("circle", { class: className, cx, cy, r: 2.5 })));
    }
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#svg.setAttribute("aria-label", description);
    this.#svg.replaceChildren(...parts);
  }
}

function shape(name: "line" | "path" | "circle" | "text", attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, String(value)));
  return element;
}

function label(text: string, attributes: Record<string, string | number>): SVGElement {
  const element = shape("text", attributes);
  element.textContent = text;
  return element;
}
