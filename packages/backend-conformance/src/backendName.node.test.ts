import { relu } from "@nn/activations";
import { interpreter } from "@nn/backend";
import { maxPool2d } from "@nn/pooling";
import { grad, sum, tensor } from "@nn/tensor";
import { expect, it } from "vitest";

it.each(["my_backend", "interpreter", "", "a b/c"])("a backend may have any name: %j", async (name) => {
  // Two of one name are two, and no separator splits a name.
  const backends = [await interpreter({ name }), await interpreter({ name })];
  for (const backend of backends) {
    const x = tensor([[[[-1, 2], [3, -4]]]], { backend, requiresGradient: true }); // prettier-ignore
    const y = maxPool2d(relu(x), { kernelSize: [1, 2] });
    expect(await y.toArray()).toEqual([[[[2], [3]]]]);
    expect([...(await grad(sum(y), [x])[0]!.data())]).toEqual([0, 1, 1, 0]);
    expect(backend.memory().buffers).toBeGreaterThan(0);
  }
});
