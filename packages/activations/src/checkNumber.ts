import { NNError } from "@nn/backend";

const conditions = {
  finite: { fits: () => true, expected: "finite" },
  positive: { fits: (value: number) => value > 0, expected: "above 0" },
  nonNegative: { fits: (value: number) => value >= 0, expected: "at least 0" },
} as const;

/** @throws NNError `option` unless a number is finite and meets a condition */
export function checkNumber(operation: string, name: string, value: number, condition: keyof typeof conditions): void {
  const { fits, expected } = conditions[condition];
  if (Number.isFinite(value) && fits(value)) return;
  throw new NNError("option", `${operation}: expected ${name} to be ${expected}, got ${value}`);
}
