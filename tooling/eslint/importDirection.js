import { allowedDependencies } from "./dependencies.js";

/** Sources of packages import their own files, the packages below them, and nothing else. */
export const importDirection = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      direction: "@nn/{{name}} may import {{allowed}}; '{{source}}' is not among them.",
      outside: "'{{source}}' leaves the package: import the package by its name.",
    },
  },
  create(context) {
    const [, name, within] = /packages[\\/]([^\\/]+)[\\/]src[\\/](.*)$/.exec(context.filename) ?? [];
    if (name === undefined) return {};
    const packages = allowedDependencies(name).map((dependency) => `@nn/${dependency}`);
    const depth = within.split(/[\\/]/).length - 1;

    function check(node) {
      const source = node?.value;
      if (typeof source !== "string") return;
      if (source.startsWith(".")) {
        const up = source.split("/").filter((part) => part === "..").length;
        if (up > depth) context.report({ node, messageId: "outside", data: { source } });
        return;
      }
      // Only a backend deals with the system it runs on.
      if (name.startsWith("backend-") && source.startsWith("node:")) return;
      if (packages.includes(source)) return;
      const allowed = packages.length > 0 ? `only ${packages.join(", ")}` : "no other package";
      context.report({ node, messageId: "direction", data: { name, allowed, source } });
    }

    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source),
    };
  },
};
