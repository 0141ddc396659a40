import { multiply as times, unary } from "@nn/backend";
import { add, applySingle, elementwise, sum, type Operation, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { checkGradient, checkSecondGradient } from "./checkGradient.ts";

const product = elementwise("product", ([a, b]) => times(a!, b!));
const tanh = elementwise("tanh", ([a]) => unary("tanh", a!));
const multiply = (a: Tensor, b: Tensor): Tensor => applySingle(product, [a, b], undefined);

/** The tanh with a gradient of choice: it is given the upstream gradient and the argument. */
function pretended(gradient: (upstream: Tensor, x: Tensor) => Tensor | undefined): (x: Tensor) => Tensor {
  const operation: Operation<undefined> = {
    ...tanh,
    gradient: ({ upstream: [received], inputs: [x] }) => [gradient(received!, x!)],
  };
  return (x) => applySingle(operation, [x], undefined);
}

const x = { data: [0.5, -1, 2, 0.25], shape: [2, 2] };
const row = { data: [3, -2], shape: [2] };

describe("checkGradient", () => {
  it("accepts right gradients, with broadcasting and several outputs", async () => {
    await checkGradient(multiply, [x, row]);
    await checkGradient((a, b) => [multiply(a, b), sum(applySingle(tanh, [a], undefined))], [x, row]);
    await checkGradient((a) => add(a, a), [{ data: [7], shape: [] }]);
  });

  it("refuses a wrong gradient", async () => {
    const wrong = pretended((upstream) => upstream);
    await expect(checkGradient(wrong, [x])).rejects.toThrow(
      "gradient of input 0, against central differences: 4 of 4 numbers differ",
    );
  });

  it("refuses a missing gradient", async () => {
    await expect(checkGradient((a, b) => add(a, pretended(() => undefined)(b)), [x, x])).rejects.toThrow(
      "gradient of input 1, against central differences: 4 of 4 numbers differ",
    );
  });

  it("refuses a gradient of another shape", async () => {
    await expect(
      checkGradient(
        pretended((upstream) => sum(upstream)),
        [x],
      ),
    ).rejects.toThrow("gradient of input 0: expected float64 [2, 2], got float64 []");
  });

  it("accepts that an output does not depend on an input", async () => {
    await checkGradient((a, b) => [multiply(a, a), multiply(b, b)], [x, row]);
  });
});

describe("checkSecondGradient", () => {
  it("accepts right gradients of gradients", async () => {
    await checkSecondGradient(multiply, [x, row]);
    await checkSecondGradient((a) => multiply(a, applySingle(tanh, [a], undefined)), [x]);
    await checkSecondGradient((a) => sum(a), [x]);
  });

  it("refuses a gradient that cannot be differentiated", async () => {
    const opaque: Operation<undefined> = { ...product, gradient: () => [undefined, undefined] };
    const once = pretended((upstream, a) => applySingle(opaque, [upstream, a], undefined));
    await expect(checkSecondGradient(once, [x])).rejects.toThrow("against central differences");
  });

  it("refuses a gradient that is cut off from the upstream gradient", async () => {
    const copy = elementwise("copy", ([a]) => a!);
    const cut: Operation<undefined> = { ...copy, gradient: () => [undefined] };
    const linear: Operation<undefined> = {
      ...copy,
      gradient: ({ upstream: [received] }) => [applySingle(cut, [received!], undefined)],
    };
    const f = (a: Tensor): Tensor => applySingle(linear, [a], undefined);
    await checkGradient(f, [x]);
    await expect(checkSecondGradient(f, [x])).rejects.toThrow(
      "gradient of input 1, against central differences: 4 of 4 numbers differ",
    );
  });
});
