import { simplify, type Kernel } from "@nn/backend";
import { formatOf, sizeOf, textureSize, type TextureSize } from "../layout.ts";
import { clampWindows } from "./clampWindow.ts";
import { Emitter, type Shader } from "./emitter.ts";
import { emitFold } from "./folds.ts";
import { joinAxes } from "./joinAxes.ts";
import { lanesOf } from "./lanes.ts";
import { literal } from "./literal.ts";
import { libraryText, vectorOf } from "./library.ts";
import { inputText, layeredInputText } from "./loads.ts";
import { widened } from "./operators.ts";
import { Block, indented, Names } from "./scope.ts";

/** A fragment shader, and what has to be bound for it. */
export interface GeneratedShader {
  readonly source: string;
  /** The kernel's inputs that it reads, as samplers `x0`, `x1` and so on. */
  readonly inputs: readonly number[];
  /** The kernel's scalars that it uses, as uniforms `s0`, `s1` and so on. */
  readonly scalars: readonly number[];
}

/**
 * The shader that computes the four elements of one texel of each output.
 *
 * @param layered sizes of the layers of those inputs whose texels go on from layer to layer
 */
export function generateShader(whole: Kernel, layered: ReadonlyMap<number, TextureSize>): GeneratedShader {
  const kernel = joinAxes(clampWindows(whole));
  const shader: Shader = {
    kernel,
    lanes: lanesOf(kernel),
    names: new Names(),
    layered,
    library: new Set(),
    inputs: new Set(),
    scalars: new Set(),
    folded: [],
  };
  const top = new Block();
  const emitter = new Emitter(shader, shader.lanes.domain, [top], []);
  for (const fold of kernel.folds) shader.folded.push(emitFold(fold, emitter, top));
  const results = kernel.outputs.map(({ value }, number) => {
    const computed = emitter.emit(simplify(shader.lanes.rewritten(value), shader.lanes.domain));
    return `y${number} = ${widened(computed, true)};`;
  });
  const body = [...top.lines, ...results];
  const lines = [...indexLines(kernel, shader, body.join("\n")), ...body];
  const source = [
    "#version 300 es",
    "precision highp float;",
    "precision highp int;",
    ...declarations(shader, layered),
    libraryText(shader.library),
    "void main() {",
    ...indented(lines),
    "}",
    "",
  ].join("\n");
  return { source, inputs: [...shader.inputs], scalars: [...shader.scalars] };
}

function declarations({ kernel, inputs, scalars }: Shader, layered: ReadonlyMap<number, TextureSize>): string[] {
  return [
    ...kernel.outputs.map(({ dtype }, at) => `layout(location = ${at}) out ${vectorOf[formatOf(dtype)]} y${at};`),
    ...[...inputs].map((number) => {
      const { dtype, shape } = kernel.inputs[number]!;
      const layer = layered.get(number);
      return layer ? layeredInputText(number, layer) : inputText(number, dtype, textureSize(sizeOf(shape)));
    }),
    ...[...scalars].map((number) => `uniform ${formatOf(kernel.scalars[number]!)} s${number};`),
  ];
}

/** Statements that find the fragment's texel, and from that those indices of its lanes that `body` uses. */
function indexLines({ shape }: Kernel, { lanes }: Shader, body: string): string[] {
  const length = sizeOf(shape);
  const { width } = textureSize(length);
  const lines = [`int texel = int(gl_FragCoord.y) * ${width} + int(gl_FragCoord.x);`];
  const axes = shape.flatMap((size, axis) => (size > 1 ? [axis] : [])).reverse();
  const type = lanes.axis === undefined ? "ivec4" : "int";
  let rest = lanes.axis === undefined ? "(texel * 4 + ivec4(0, 1, 2, 3))" : "texel";
  let skipped = 1;
  axes.forEach((axis, position) => {
    const size = axis === lanes.axis ? shape[axis]! / 4 : shape[axis]!;
    if (!new RegExp(`\\bi${axis}\\b`).test(body)) {
      skipped *= size;
      return;
    }
    if (skipped > 1) {
      lines.push(`${type} rest${axis} = ${quotientText(rest, skipped, type, length)};`);
      rest = `rest${axis}`;
      skipped = 1;
    }
    if (position === axes.length - 1) {
      lines.push(`${type} i${axis} = ${rest};`);
    } else if (Number.isInteger(Math.log2(size))) {
      lines.push(`${type} i${axis} = ${rest} & ${size - 1};`);
      skipped = size;
    } else {
      lines.push(`${type} over${axis} = ${quotientText(rest, size, type, length)};`);
      lines.push(`${type} i${axis} = ${rest} - over${axis} * ${size};`);
      rest = `over${axis}`;
    }
  });
  return lines;
}

/** Whole numbers below this are divided as floats: software renderers divide integers one by one. */
const mostDivided = 2 ** 20;

/** The quotient, rounded down, of the number of a texel or an element of those of a kernel. */
function quotientText(text: string, divisor: number, type: "int" | "ivec4", length: number): string {
  const isPower = Number.isInteger(Math.log2(divisor));
  // Half a step from a whole quotient is more than both roundings are off.
  if ((type === "int" ? length / 4 : length) <= mostDivided) {
    const floats = type === "int" ? "float" : "vec4";
    return `${type}((${floats}(${text}) + 0.5) * ${literal(1 / divisor, "float32")})`;
  }
  return isPower ? `${text} >> ${Math.log2(divisor)}` : `${text} / ${divisor}`;
}
