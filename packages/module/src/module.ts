import type { Tensor } from "@nn/tensor";
import { loadState, type LoadOptions, type StateDict } from "./stateDict.ts";
import { ModuleBuffer } from "./moduleBuffer.ts";
import { Parameter } from "./parameter.ts";

/** A module of whatever inputs and output. */
export type AnyModule = Module<readonly unknown[], unknown>;

/** What a module consists of. */
export type Member = Parameter | ModuleBuffer | AnyModule;

/**
 * A layer or a model: parameters, buffers, other modules, and `forward`.
 *
 * Its parts are found by looking: every own property that is a {@link Parameter}, a {@link ModuleBuffer} or a module,
 * and every array of them. Names are PyTorch's: the path of properties in snake case, joined by dots, array elements by
 * their position: `blocks.0.conv.weight`. A part that hangs in two places counts once, under its first name; only state
 * dictionaries list it twice.
 *
 * @typeParam Inputs what `forward` takes
 * @typeParam Output what `forward` gives
 */
export abstract class Module<Inputs extends readonly unknown[] = [input: Tensor], Output = Tensor> {
  /** Whether the module behaves as in training: dropout drops, batch norm uses the batch's statistics. */
  training = true;

  /** The result for `inputs`, lazily. */
  abstract forward(...inputs: Inputs): Output;

  /** Sets the mode of this module and of all below it. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** The same as `train(false)`. */
  eval(): this {
    return this.train(false);
  }

  /** What is learned, here and below. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** What is learned, here and below, with its name. */
  namedParameters(): [name: string, parameter: Parameter][] {
    return distinct(walk(this)).filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter);
  }

  /** What is kept but not learned, here and below, with its name. */
  namedBuffers(): [name: string, buffer: ModuleBuffer][] {
    return distinct(walk(this)).filter((entry): entry is [string, ModuleBuffer] => entry[1] instanceof ModuleBuffer);
  }

  /** This module and all below it, each before its parts. */
  modules(): AnyModule[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** This module, under the name "", and all below it, with their names. */
  namedModules(): [name: string, module: AnyModule][] {
    const all: [string, Member][] = [["", this], ...walk(this)];
    return distinct(all).filter((entry): entry is [string, AnyModule] => entry[1] instanceof Module);
  }

  /** Forgets the gradients that `backward` collected. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = undefined;
  }

  /** The numbers of all parameters and persistent buffers now, under PyTorch's names. */
  stateDict(): StateDict {
    return Object.fromEntries(stateEntries(this).map(([name, variable]) => [name, variable.detach()]));
  }

  /**
   * Gives parameters and buffers the numbers of `state`.
   *
   * @throws NNError `state` with everything that does not fit; then nothing has changed
   */
  loadStateDict(state: StateDict, options: LoadOptions = {}): void {
    loadState(this.constructor.name, stateEntries(this), state, options);
  }

  /** The module as text, with its parts: `Linear(784, 10)`. */
  toString(): string {
    const parts = this.members().filter((entry): entry is [string, AnyModule] => entry[1] instanceof Module);
    const lines = parts.map(([name, module]) => `(${name}): ${module.toString()}`.replaceAll("\n", "\n  "));
    const name = this.constructor.name;
    return lines.length === 0 ? `${name}(${this.describe()})` : `${name}(\n  ${lines.join("\n  ")}\n)`;
  }

  /** What stands in parentheses behind the module's name. */
  protected describe(): string {
    return "";
  }

  /** The parts directly below, by name. A module that names them otherwise than by property overrides it. */
  members(): [name: string, member: Member][] {
    return Object.entries(this).flatMap(([property, value]) => membersOf(snakeCase(property), value));
  }
}

function membersOf(name: string, value: unknown): [string, Member][] {
  if (Array.isArray(value)) return value.flatMap((part: unknown, position) => membersOf(`${name}.${position}`, part));
  if (value instanceof Parameter || value instanceof ModuleBuffer) return [[value.stateName ?? name, value]];
  return value instanceof Module ? [[name, value]] : [];
}

function snakeCase(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** All parts at every depth: a module's own variables before the modules below it. */
function walk(module: AnyModule, prefix = ""): [string, Member][] {
  const members = module.members().map(([name, member]): [string, Member] => [prefix + name, member]);
  const own = members.filter(([, member]) => !(member instanceof Module));
  const below = members.flatMap(([name, member]) =>
    member instanceof Module ? [[name, member] as [string, Member], ...walk(member, `${name}.`)] : [],
  );
  return [...own, ...below];
}

function distinct(entries: readonly [string, Member][]): [string, Member][] {
  const seen = new Set<Member>();
  return entries.filter(([, member]) => !seen.has(member) && seen.add(member));
}

function stateEntries(module: AnyModule): [string, Parameter | ModuleBuffer][] {
  return walk(module).flatMap(([name, member]): [string, Parameter | ModuleBuffer][] => {
    if (member instanceof Parameter) return [[name, member]];
    return member instanceof ModuleBuffer && member.persistent ? [[name, member]] : [];
  });
}
