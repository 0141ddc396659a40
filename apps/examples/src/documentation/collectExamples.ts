import ts from "typescript";

/** What a package's documentation shows of one of its functions or classes. */
export interface Documented {
  /** The package and the function, as `@nn/pooling maxPool2d`. */
  readonly name: string;
  readonly package: string;
  readonly kind: "function" | "class";
  /** The file that defines it. */
  readonly file: string;
  /** The code of each `@example`. */
  readonly examples: readonly string[];
}

/** The functions and classes that the packages' entry files export, with the examples in their documentation. */
export function collectExamples(program: ts.Program, entries: ReadonlyMap<string, string>): Documented[] {
  const checker = program.getTypeChecker();
  return [...entries].flatMap(([name, file]) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) return [];
    return checker.getExportsOfModule(module).flatMap((exported): Documented[] => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === "example");
      const examples = tags.flatMap(({ text }) => blocks(ts.displayPartsToString(text)));
      const isFunction = Boolean(symbol.flags & ts.SymbolFlags.Function);
      if (!isFunction && !(symbol.flags & ts.SymbolFlags.Class)) return [];
      const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? "";
      const kind = isFunction ? "function" : "class";
      return [{ name: `${name} ${exported.name}`, package: name, kind, file, examples }];
    });
  });
}

/** For each name that a package exports as a value, the package. A name of several packages is the first one's. */
export function exportsOf(program: ts.Program, entries: ReadonlyMap<string, string>): Map<string, string> {
  const checker = program.getTypeChecker();
  const owners = new Map<string, string>();
  for (const [name, file] of entries) {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    for (const exported of module ? checker.getExportsOfModule(module) : []) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (symbol.flags & ts.SymbolFlags.Value && !owners.has(exported.name)) owners.set(exported.name, name);
    }
  }
  return owners;
}

function blocks(text: string): string[] {
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
}
