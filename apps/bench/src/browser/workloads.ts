/** What is compared, in the order of the table. */
export const workloads = {
  maxPool2: workload("max pool 2×2/2", [6, 10], 1e-6, "independent"),
  maxPool3: workload("max pool 3×3/2 pad 1", [6, 10], 1e-6, "independent"),
  avgPool2: workload("average pool 2×2/2", [6, 10], 1e-6, "independent"),
  bnReluPool: workload("BN → ReLU → max pool", [7, 14], 1e-5, "independent"),
  relu: workload("ReLU", [1.8, 1.8], 1e-6, "chained"),
  sigmoid: workload("sigmoid", [1.8, 1.8], 1e-5, "chained"),
  batchNorm: workload("batch norm, inference", [1.8, 1.8], 1e-5, "chained"),
  matmul: workload("matmul 512", [1.2, 1.8], 1e-4, "chained"),
  conv: workload("conv 3×3 64→64 pad 1", [1.4, 2.5], 1e-4, "chained"),
  lenet: workload("LeNet training step", [3, 3], 1e-3, "chained"),
} as const satisfies Readonly<Record<string, Workload>>;

export type WorkloadName = keyof typeof workloads;

export interface Workload {
  readonly title: string;
  /** How many times faster than TensorFlow.js it shall be, amortised. */
  readonly targets: { readonly llvmpipe: number; readonly swiftshader: number };
  /** How far results may be from one another, in proportion to the largest of them. */
  readonly tolerance: number;
  /** Whether each repetition works on the result of the last one, or on an input of its own. */
  readonly repeats: "chained" | "independent";
}

export const workloadNames = Object.keys(workloads).filter(isWorkloadName);

/** Operations of one amortised measurement. */
export const repetitions = 20;

export const libraries = ["ours", "theirs"] as const;

export type Library = (typeof libraries)[number];

export function isWorkloadName(name: string): name is WorkloadName {
  return Object.hasOwn(workloads, name);
}

function workload(
  title: string,
  [llvmpipe, swiftshader]: readonly [number, number],
  tolerance: number,
  repeats: Workload["repeats"],
): Workload {
  return { title, targets: { llvmpipe, swiftshader }, tolerance, repeats };
}
