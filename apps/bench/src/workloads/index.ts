import { elementwise } from "./activations.ts";
import { calls } from "./calls.ts";
import { contractions } from "./contractions.ts";
import { gradients } from "./gradients.ts";
import { network } from "./network.ts";
import { normalization } from "./normalization.ts";
import { pooling } from "./pooling.ts";
import type { Workload } from "./workload.ts";

/** In the order of the table. */
export const workloads: readonly Workload[] = [
  ...pooling,
  ...elementwise,
  ...normalization,
  ...gradients,
  ...contractions,
  ...network,
  ...calls,
];

/** @throws Error if there is none of this name */
export function workloadNamed(name: string): Workload {
  const workload = workloads.find((workload) => workload.name === name);
  if (workload) return workload;
  throw new Error(`there is no workload ${name}`);
}
