import { fileURLToPath } from "node:url";
import eslint from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";
import { importDirection } from "./importDirection.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sources = ["packages/*/src/**/*.ts"];
const tests = ["**/*.test.ts", "**/fixtures.ts"];
const nodeGlobals = ["URL", "WebAssembly", "clearTimeout", "console", "performance", "process", "setTimeout"];

export default defineConfig(
  globalIgnores(["**/dist/", "**/coverage/", "**/.turbo/"]),
  eslint.configs.recommended,
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map((name) => [name, "readonly"])) },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: root } },
    rules: {
      eqeqeq: "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/only-throw-error": ["error", { allowThrowingAny: false, allowThrowingUnknown: true }],
      // An interface may promise what one implementation does at once.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: sources,
    rules: { "max-lines": ["error", 400] },
  },
  {
    files: sources,
    ignores: tests,
    plugins: { nn: { rules: { "import-direction": importDirection } } },
    rules: {
      "nn/import-direction": "error",
      "no-console": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Export by name." },
        { selector: "ExportAllDeclaration", message: "Name what is exported." },
      ],
    },
  },
  {
    files: ["apps/*/src/**/*.ts", "tooling/**/*.{ts,js,mjs}"],
    rules: { "max-lines": ["error", 400] },
  },
);
