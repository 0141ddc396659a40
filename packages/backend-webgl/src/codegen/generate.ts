import { simplify, type Kernel } from "@nn/backend";
import { formatOf, sizeOf, textureSize, type TextureSize } from "../layout.ts";
import { Emitter, type Shader } from "./emitter.ts";
import { emitFold } from "./folds.ts";
import { lanesOf } from "./lanes.ts";
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
export function generateShader(kernel: Kernel, layered: ReadonlyMap<number, TextureSize>): GeneratedShader {
  const shader: Shader = {
    kernel,
    lanes: lanesOf(kernel),
    names: new Names(),
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
  const lines = [...indexLines(kernel, shader), ...top.lines, ...results];
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

/** Statements that find the fragment's texel, and the indices of its lanes from that. */
function indexLines({ shape }: Kernel, { lanes }: Shader): string[] {
  const { width } = textureSize(sizeOf(shape));
  const lines = [`int texel = int(gl_FragCoord.y) * ${width} + int(gl_FragCoord.x);`];
  const axes = shape.flatMap((size, axis) => (size > 1 ? [axis] : [])).reverse();
  const type = lanes.axis === undefined ? "ivec4" : "int";
  lines.push(lanes.axis === undefined ? "ivec4 rest = texel * 4 + ivec4(0, 1, 2, 3);" : "int rest = texel;");
  axes.forEach((axis, position) => {
    const size = axis === lanes.axis ? shape[axis]! / 4 : shape[axis]!;
    if (position === axes.length - 1) return lines.push(`${type} i${axis} = rest;`);
    const shift = Math.log2(size);
    const isPower = Number.isInteger(shift);
    lines.push(`${type} i${axis} = rest ${isPower ? `& ${size - 1}` : `% ${size}`};`);
    return lines.push(`rest = rest ${isPower ? `>> ${shift}` : `/ ${size}`};`);
  });
  return lines;
}
