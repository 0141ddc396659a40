import { accelerate, interpreter, interpret, type Backend, type OperationCall, type TypedArray } from "@nn/backend";
import { expect, it } from "vitest";
import { tensor } from "../create.ts";
import { explain } from "../explain.ts";
import { delegate } from "../fixtures.ts";
import { add, addOperation } from "../operations/add.ts";
import { sum, sumOperation } from "../operations/sum.ts";

/** The interpreter with programs of its own for some operations; it notes which calls they ran for. */
async function accelerated(ran: string[]): Promise<Backend> {
  const inner = await interpreter();
  const programs = [
    accelerate(
      addOperation,
      () => (inputs: TypedArray[]) => Float32Array.from(inputs[0]!, (x, at) => x + inputs[1]![at]! + 1000),
    ),
    accelerate(sumOperation, (call) =>
      call.options.axes.length === 2
        ? (inputs: TypedArray[]) => [Float32Array.from(inputs[0]!).reduce((a, b) => a + b, 0)]
        : undefined,
    ),
  ];
  const programFor = (call: OperationCall): ((inputs: TypedArray[]) => ArrayLike<number>) | undefined =>
    programs.map(({ claim }) => claim(call)).find((program) => program !== undefined);
  return delegate(inner, {
    name: "accelerated",
    claims: (call) => programFor(call) !== undefined,
    run: (steps) => {
      for (const { executable, inputs, outputs, scalars } of steps) {
        const { origin } = executable.kernel;
        const data = inputs.map((buffer) => inner.readSync!(buffer));
        const program = origin && programFor(origin);
        if (origin) ran.push(origin.operation.name);
        const results = program ? [Float32Array.from(program(data))] : interpret(executable.kernel, data, scalars);
        outputs.forEach((buffer, output) => inner.write(buffer, results[output]!));
      }
    },
  });
}

it("runs a backend's own program for an operation, on all of its inputs in their order", async () => {
  const ran: string[] = [];
  const backend = await accelerated(ran);
  const x = tensor([[1, 2], [3, 4]], { backend }); // prettier-ignore
  const y = add(tensor([[10, 20], [30, 40]], { backend }), x); // prettier-ignore
  expect(explain(sum(y)).kernels.map(({ operations }) => operations)).toEqual([["add"], ["sum"]]);
  expect(await sum(y).item()).toBe(110 + 4000);
  expect(ran).toEqual(["add", "sum"]);
});

it("runs the formula where the program declines", async () => {
  const ran: string[] = [];
  const backend = await accelerated(ran);
  const x = tensor([[1, 2], [3, 4]], { backend }); // prettier-ignore
  expect(await sum(x, { axes: 0 }).toArray()).toEqual([4, 6]);
  expect(ran).toEqual([]);
});

it("hands a claimed operation its scalars as buffers", async () => {
  const backend = await accelerated([]);
  expect(await add(tensor(1, { backend }), tensor(2, { backend })).item()).toBe(1003);
});
