import type { Check } from "../check.ts";
import { activations } from "./activations.ts";
import { comparisons } from "./comparisons.ts";
import { contractions } from "./contractions.ts";
import { dropouts } from "./dropouts.ts";
import { elementwise } from "./elementwise.ts";
import { losses } from "./losses.ts";
import { movement } from "./movement.ts";
import { normalization } from "./normalization.ts";
import type { OperationCase } from "./operation.ts";
import { operationChecks } from "./operationChecks.ts";
import { optimizers } from "./optimizers.ts";
import { pooling } from "./pooling.ts";
import { reductions } from "./reductions.ts";
import { structures } from "./structures.ts";

/** The table of operations, by family. */
export const families: Readonly<Record<string, readonly OperationCase[]>> = {
  elementwise,
  comparisons,
  reductions,
  movement,
  contractions,
  activations,
  pooling,
  normalization,
  dropouts,
  losses,
  optimizers,
  structures,
};

export const operations: readonly Check[] = Object.entries(families).flatMap(([family, cases]) =>
  operationChecks(family, cases),
);
