import { convolution } from "./layers.ts";
import { values } from "./values.ts";
import type { Workload } from "./workload.ts";

export const contractions: readonly Workload[] = [
  matmul(512),
  matmul(1024),
  matmul(2048),
  conv("conv3", "conv 3×3 [8, 64, 56, 56] → 64", [8, 64, 56, 56], convolution([64, 64, 3], { padding: 1 })),
  conv("conv7", "conv 7×7/2 [1, 3, 224, 224] → 64", [1, 3, 224, 224], convolution([64, 3, 7], { stride: 2, padding: 3 })),
  conv("depthwise3", "depthwise 3×3 [8, 128, 56, 56]", [8, 128, 56, 56], convolution([128, 128, 3], { padding: 1, groups: 128 })),
]; // prettier-ignore

function matmul(size: number): Workload {
  return {
    name: `matmul${size}`,
    title: `matmul ${size}`,
    kind: "forward",
    input: values([size, size], 4),
    layers: [{ kind: "matmul", factor: values([size, size], 5, Math.sqrt(3 / size)) }],
    tolerance: 1e-5,
    modes: ["compute", "read"],
  };
}

function conv(name: string, title: string, shape: readonly number[], layer: ReturnType<typeof convolution>): Workload {
  const input = values(shape, 6);
  return { name, title, kind: "forward", input, layers: [layer], tolerance: 1e-4, modes: ["compute", "read"] };
}
