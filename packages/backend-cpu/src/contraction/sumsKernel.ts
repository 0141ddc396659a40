import type { ModuleBuilder } from "../assembler/moduleBuilder.ts";
import { notation } from "../assembler/notation.ts";

/** The parameters of the function that adds results up, all int32. Addresses and steps are in bytes. */
export type ResultSum = (
  /** The first result, and from one to the next. */
  results: number,
  step: number,
  /** How many there are. */
  count: number,
  target: number,
  /** How many times four elements there are. */
  groups: number,
) => void;

const parameters = ["i32", "i32", "i32", "i32", "i32"] as const;

/** Defines the function that adds results element by element, the first and the second first. */
export function defineResultSum(module: ModuleBuilder, name: string): void {
  module.function(name, parameters, [], (code, [results, step, count, target, groups]) => {
    const { get, integer, set, advance, apply, load, store, plus, count: loop } = notation(code);
    const [group, result, at] = [code.local("i32"), code.local("i32"), code.local("i32")];
    const total = code.local("v128");
    loop(group, integer(1), get(groups), () => {
      set(total, load(get(results)));
      set(at, get(results));
      loop(result, integer(1), apply("i32.sub", get(count), integer(1)), () => {
        advance(at, get(step));
        set(total, plus(get(total), load(get(at))));
      });
      store(get(target), get(total));
      advance(results, integer(16));
      advance(target, integer(16));
    });
  });
}
