import { relu } from "@nn/activations";
import { NNError, type Backend } from "@nn/backend";
import { Linear } from "@nn/linear";
import { mseLoss } from "@nn/losses";
import { add, generator, grad, tensor, to, uniform, type Tensor } from "@nn/tensor";
import { check, type Check } from "../check.ts";
import { expectArray, expectNumbers, expectThat } from "../expect.ts";

/**
 * The loss of a network of two layers, of which the second one is on `second`, and the gradients of all parameters. The
 * gradient crosses from one backend to the other as numbers do: by `to`.
 */
async function trainingStep(first: Backend, second: Backend): Promise<readonly (readonly number[])[]> {
  const source = generator(5);
  const lower = new Linear(4, 6, { backend: first, generator: source });
  const upper = new Linear(6, 2, { backend: second, generator: source });
  const input = uniform([3, 4], { backend: first, generator: source });
  const target = uniform([3, 2], { backend: second, generator: source });

  const hidden = relu(lower.forward(input));
  const moved = tensor(await (await to(hidden, second)).data(), {
    backend: second,
    shape: hidden.shape,
    requiresGradient: true,
  });
  const loss = mseLoss(upper.forward(moved), target);
  const [slope] = grad(loss, [moved]);
  const arrivingAtHidden = await to(slope!, first);
  const gradients: Tensor[] = [
    ...grad(loss, [upper.weight, upper.bias!]),
    ...grad(hidden, [lower.weight, lower.bias!], arrivingAtHidden),
  ];
  const arrays = await Promise.all([loss, ...gradients].map((each) => each.data()));
  return arrays.map((array) => [...array]);
}

/** Backends are values: several are alive at once, and one model may use two of them. */
export const several: readonly Check[] = [
  check("several backends", "two of its kind do not disturb each other", async ({ backend, create }) => {
    const other = await create();
    const [a, b] = [backend, other].map((on, number) => tensor([1 + number, 2 + number], { backend: on }));
    const [x, y] = await Promise.all([add(a!, 1).data(), add(b!, 1).data()]);
    expectArray(x, Float32Array.of(2, 3), "the one");
    expectArray(y, Float32Array.of(3, 4), "the other");
  }),
  check("several backends", "one goes on after another was disposed of", async ({ backend, create }) => {
    const buffer = backend.allocate("float32", 2);
    backend.write(buffer, Float32Array.of(1, 2));
    (await create()).dispose();
    expectArray(await backend.read(buffer), Float32Array.of(1, 2), "read");
    backend.free(buffer);
  }),
  check("several backends", "refuses to compute with tensors of two backends", async ({ backend, reference }) => {
    const [a, b] = [tensor([1], { backend }), tensor([1], { backend: reference })];
    try {
      add(a, b);
    } catch (error) {
      return expectThat(NNError.isInstance(error) && error.code === "backend", `add: ${String(error)}`);
    }
    throw new Error("add: tensors of two backends were not refused");
  }),
  check("several backends", "tensors move there and back", async ({ backend, reference }) => {
    const x = tensor([1.5, -2, 0.1], { backend: reference });
    const there = await to(x, backend);
    expectThat(there.backend === backend, "to: the tensor is not on the backend under test");
    expectArray(await (await to(add(there, 1), reference)).data(), Float32Array.of(2.5, -1, 1.1), "moved");
  }),
  ...(["first", "second", "both"] as const).map((which) =>
    check(
      "several backends",
      `a model is split over two backends, this one is ${which === "both" ? "both of them" : `the ${which} of them`}`,
      async ({ backend, create, reference }) => {
        const lower = which === "second" ? reference : backend;
        const upper = which === "first" ? reference : which === "second" ? backend : await create();
        const actual = await trainingStep(lower, upper);
        const expected = await trainingStep(reference, reference);
        expected.forEach((numbers, position) => {
          const name = position === 0 ? "loss" : `gradient ${position - 1}`;
          expectNumbers(actual[position]!, numbers, name, { relative: 1e-5, absolute: 1e-6 });
        });
      },
    ),
  ),
];
