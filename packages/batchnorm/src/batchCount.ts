import type { Backend } from "@nn/backend";
import { ModuleBuffer } from "@nn/module";
import { add, scalarTensor, type Tensor } from "@nn/tensor";

/**
 * How many batches a module has seen. As long as the host knows the number, which is until somebody assigns another one,
 * it is a number that kernels are handed, and counting runs nothing.
 */
export class BatchCount extends ModuleBuffer {
  private known: number | undefined = 0;

  constructor(backend: Backend) {
    super(scalarTensor(0, "int32", backend));
  }

  override assign(next: Tensor): void {
    super.assign(next);
    this.known = undefined;
  }

  increment(): void {
    if (this.known === undefined) return super.assign(add(this, 1));
    this.known++;
    super.assign(scalarTensor(this.known, "int32", this.backend));
  }
}
