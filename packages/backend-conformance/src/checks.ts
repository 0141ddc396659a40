import type { Check } from "./check.ts";
import { concurrency } from "./devices/concurrency.ts";
import { several } from "./devices/several.ts";
import { training } from "./devices/training.ts";
import { folds } from "./formulas/folds.ts";
import { approximations } from "./formulas/functions.ts";
import { loads } from "./formulas/loads.ts";
import { divisions, operators } from "./formulas/operators.ts";
import { randomKernels } from "./formulas/randomKernels.ts";
import { operations } from "./operations/families.ts";
import { randomness } from "./operations/randomness.ts";
import { memory } from "./storage/memory.ts";
import { ownership } from "./storage/ownership.ts";
import { storage } from "./storage/storage.ts";

/** Everything that a backend must do, from storage up to training. */
export const checks: readonly Check[] = [
  ...storage,
  ...ownership,
  ...memory,
  ...operators,
  ...divisions,
  ...approximations,
  ...folds,
  ...loads,
  ...randomKernels,
  ...concurrency,
  ...operations,
  ...randomness,
  ...several,
  ...training,
];
