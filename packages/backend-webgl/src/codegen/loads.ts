import { addAffine, expressionKey, flatOffset, fromAffine, type Affine, type Load } from "@nn/backend";
import { formatOf, sizeOf, textureSize, type Format, type TextureSize } from "../layout.ts";
import { offsetText, placeText } from "./addresses.ts";
import type { Emitter } from "./emitter.ts";
import { flatIndex, formsOfLanes } from "./lanes.ts";
import { vectorOf } from "./library.ts";
import type { Placed } from "./operators.ts";

/** Where an element lies: `texel` is the texture's texel, as far as it is known to be a whole one. */
interface Place {
  readonly texel: Affine;
  readonly component: number;
}

const components = "xyzw";

/**
 * Writes loads.
 *
 * Where the four lanes, or the unrolled positions of a fold, provably lie at fixed components of texels, those texels
 * are fetched once and taken apart. Elsewhere each lane fetches its texel and picks a component by its position.
 */
export class LoadEmitter {
  readonly #emitter: Emitter;

  constructor(emitter: Emitter) {
    this.#emitter = emitter;
  }

  /** What an element is: `joinAxes` has made choices of loads that may lie outside. */
  emit(load: Load): Placed {
    const { domain, shader } = this.#emitter;
    const { lanes, kernel } = shader;
    shader.inputs.add(load.input);
    const form = flatOffset(load.coordinates, kernel.inputs[load.input]!.shape, domain);
    const identity = lanes.axis === undefined ? this.#identity(load, form) : undefined;
    if (identity) return identity;
    const offset = fromAffine(form);
    const forms = formsOfLanes(offset, lanes, domain);
    const places = forms.map(placeOf);
    if (places.every((place) => place !== undefined)) return this.#wholeTexels(load, places);
    const position = this.#emitter.emit(offset);
    return this.#define(
      load,
      `gather ${load.input} ${expressionKey(offset)}`,
      position.wide,
      position.level,
      `at${load.input}(${position.text})`,
    );
  }

  /** A load at the output's own position, or whole texels away from it. */
  #identity(load: Load, form: Affine): Placed | undefined {
    const distance = addAffine(form, flatIndex(this.#emitter.shader.kernel.shape), -1);
    if (distance.terms.length > 0 || distance.constant % 4 !== 0 || form.terms.length === 0) return undefined;
    const text = this.#near(load.input, distance.constant / 4);
    return this.#define(load, `near ${load.input} ${text}`, true, 0, text);
  }

  /** The texel `distance` on from the output's own. */
  #near(input: number, distance: number): string {
    const { kernel, layered } = this.#emitter.shader;
    const [own, size] = [kernel.shape, kernel.inputs[input]!.shape].map((shape) => textureSize(sizeOf(shape)));
    const isAligned = distance === 0 && !layered.has(input) && own!.width === size!.width;
    if (isAligned) return `texture(x${input}, gl_FragCoord.xy * ${offsetText(size!, 1, 1)})`;
    return `texel${input}(${distance === 0 ? "texel" : `texel + ${distance}`})`;
  }

  #wholeTexels(load: Load, places: readonly Place[]): Placed {
    const fetched = places.map(({ texel }) => this.#fetch(load, texel));
    const [first] = fetched;
    const level = Math.max(...fetched.map((one) => one.level));
    if (places.length === 1) return this.#component(load, places[0]!, first!);
    const parts = places.map(({ component }, lane) => `${fetched[lane]!.text[0]!}.${components[component]!}`);
    const name = first!.text[0]!;
    const isWhole = parts.every((part, lane) => part === `${name}.${components[lane]!}`);
    if (isWhole) return { text: name, dtype: load.dtype, wide: true, level };
    const type = vectorOf[formatOf(load.dtype)];
    return this.#define(load, `lanes ${load.input} ${parts.join()}`, true, level, `${type}(${parts.join(", ")})`);
  }

  /** One component of the texel, or of the four texels that the lanes have each. */
  #component(load: Load, { component }: Place, { text, level }: Fetched): Placed {
    const letter = components[component]!;
    if (text.length === 1) return { text: `${text[0]!}.${letter}`, dtype: load.dtype, wide: false, level };
    const parts = text.map((name) => `${name}.${letter}`);
    const type = vectorOf[formatOf(load.dtype)];
    return this.#define(load, `lanes ${load.input} ${parts.join()}`, true, level, `${type}(${parts.join(", ")})`);
  }

  /** Variables that hold the texel: one, or one for each lane where its address differs between them. */
  #fetch(load: Load, texel: Affine): Fetched {
    const distance = this.#distance(texel);
    if (distance !== undefined) {
      const text = this.#near(load.input, distance);
      const type = vectorOf[formatOf(load.dtype)];
      return {
        text: [this.#emitter.define(`near ${load.input} ${text}`, type, load.dtype, true, 0, text).text],
        level: 0,
      };
    }
    const address = this.#emitter.emit(fromAffine(texel));
    const type = vectorOf[formatOf(load.dtype)];
    const { level } = address;
    const of = (text: string): string =>
      this.#emitter.define(`texel ${load.input} ${text}`, type, load.dtype, true, level, `texel${load.input}(${text})`)
        .text;
    if (!address.wide) return { text: [of(address.text)], level };
    return { text: [...components].map((letter) => of(`${address.text}.${letter}`)), level };
  }

  /** How far a texel always is from the output's own. */
  #distance(texel: Affine): number | undefined {
    const { kernel, lanes } = this.#emitter.shader;
    if (lanes.axis === undefined) return undefined;
    const own = flatIndex(kernel.shape).terms.map(({ atom, coefficient }) => ({
      atom,
      coefficient: coefficient === 1 ? 1 : coefficient / 4,
    }));
    const { terms, constant } = addAffine(texel, { constant: 0, terms: own }, -1);
    return terms.length === 0 ? constant : undefined;
  }

  #define(load: Load, key: string, wide: boolean, level: number, text: string): Placed {
    const format = formatOf(load.dtype);
    return this.#emitter.define(key, wide ? vectorOf[format] : format, load.dtype, wide, level, text);
  }
}

interface Fetched {
  readonly text: readonly string[];
  readonly level: number;
}

/** The texel and component of an offset, if the component is certain. */
function placeOf({ constant, terms }: Affine): Place | undefined {
  if (terms.some(({ coefficient }) => coefficient % 4 !== 0)) return undefined;
  const texel: Affine = {
    constant: Math.floor(constant / 4),
    terms: terms.map(({ atom, coefficient }) => ({ atom, coefficient: coefficient / 4 })),
  };
  return { texel, component: constant - 4 * texel.constant };
}

/** The functions that read an input's texels and elements. */
export function inputText(number: number, dtype: Load["dtype"], size: TextureSize): string {
  const format = formatOf(dtype);
  const vector = vectorOf[format];
  const prefix = format === "float" ? "" : format === "int" ? "i" : "u";
  return `uniform highp ${prefix}sampler2D x${number};
${placeText(number, size)}
${vector} texel${number}(int t) {
  return texture(x${number}, place${number}(t));
}
${elementText(number, format)}`;
}

/** The same for floats in a texture array. */
export function layeredInputText(number: number, size: TextureSize): string {
  const texels = size.width * size.height;
  const shift = Math.log2(texels);
  const [layer, rest] = Number.isInteger(shift)
    ? [`t >> ${shift}`, `t & ${texels - 1}`]
    : [`t / ${texels}`, `t % ${texels}`];
  return `uniform highp sampler2DArray x${number};
${placeText(number, size)}
vec4 texel${number}(int t) {
  return texture(x${number}, vec3(place${number}(${rest}), ${layer}));
}
${elementText(number, "float")}`;
}

function elementText(number: number, format: Format): string {
  const vector = vectorOf[format];
  return `${format} at${number}(int o) {
  return texel${number}(o >> 2)[o & 3];
}
${vector} at${number}(ivec4 o) {
  return ${vector}(at${number}(o.x), at${number}(o.y), at${number}(o.z), at${number}(o.w));
}`;
}
