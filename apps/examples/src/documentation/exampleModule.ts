import ts from "typescript";

/**
 * An example as a module of its own: it imports the packages' names that the example uses, and exports a function that
 * runs it. A statement followed by a comment on its line, as `sum(x).item(); // 6`, becomes a check.
 *
 * @param owners the package of each name
 */
export function exampleModule(code: string, owners: ReadonlyMap<string, string>): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  const imports = [...namesOf(source)].flatMap((name) => {
    const owner = owners.get(name);
    return owner ? [`import { ${name} } from "${owner}";`] : [];
  });
  const [own, statements] = [source.statements.filter(isImport), source.statements.filter((one) => !isImport(one))];
  return [
    `import type { Backend } from "@nn/backend";`,
    ...imports,
    ...own.map((one) => one.getText(source)),
    "export async function run(backend: Backend, check: (value: unknown, expected: string) => void): Promise<void> {",
    ...statements.map((statement) => checkedText(statement, source)),
    "}",
    "",
  ].join("\n");
}

/** Types have to be imported by the example itself. */
function isImport(statement: ts.Statement): boolean {
  return ts.isImportDeclaration(statement);
}

/** Identifiers in the code that it does not declare itself, and that are not properties. */
function namesOf(source: ts.SourceFile): Set<string> {
  const [used, declared] = [new Set<string>(), new Set<string>()];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isDeclared = (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) && parent.name === node;
      const isProperty = ts.isPropertyAccessExpression(parent) && parent.name === node;
      const isKey = ts.isPropertyAssignment(parent) && parent.name === node;
      if (isDeclared || ts.isParameter(parent)) declared.add(node.text);
      else if (!isProperty && !isKey) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  declared.forEach((name) => used.delete(name));
  return used;
}

function checkedText(statement: ts.Statement, source: ts.SourceFile): string {
  const [comment] = ts.getTrailingCommentRanges(source.text, statement.end) ?? [];
  if (!comment || !ts.isExpressionStatement(statement)) return statement.getText(source);
  const expected = source.text.slice(comment.pos + 2, comment.end).trim();
  return `check(${statement.expression.getText(source)}, ${JSON.stringify(expected)});`;
}
