import {
  add,
  binary,
  cast,
  constant,
  createArray,
  divide,
  foldIndex,
  folded,
  interpreter,
  isFloat,
  less,
  maximum,
  minimum,
  multiply,
  power,
  rewrite,
  select,
  unary,
  type Backend,
  type Binary,
  type DeviceBuffer,
  type Expression,
  type Fold,
  type Kernel,
  type Step,
  type TypedArray,
  type Unary,
} from "@nn/backend";

/** Something that a backend does wrong. */
export interface Fault {
  /** The name of a check that has to fail; others may fail with it. */
  readonly seenBy: string;
  /** What differs from a right backend. */
  readonly changes: (right: Backend) => Partial<Backend>;
}

/** The interpreter, with a fault. */
export async function faulty({ changes }: Fault): Promise<Backend> {
  const right = await interpreter();
  return {
    name: "faulty",
    capabilities: right.capabilities,
    compile: (kernel) => right.compile(kernel),
    run: (steps) => right.run(steps),
    allocate: (dtype, length) => right.allocate(dtype, length),
    free: (buffer) => right.free(buffer),
    write: (buffer, data) => right.write(buffer, data),
    read: (buffer) => right.read(buffer),
    readSync: (buffer) => right.readSync!(buffer),
    memory: () => right.memory(),
    dispose: () => right.dispose(),
    ...changes(right),
  };
}

/** Faults of arithmetic: each is an expression that stands in place of another. */
export const arithmeticFaults: Readonly<Record<string, Fault>> = {
  "rounds halves up": misread("round of float32", (node) =>
    isUnary(node, "round") ? unary("floor", add(node.operand, 0.5)) : undefined,
  ),
  "divides by multiplying with the reciprocal": misread("divide of float32", (node) =>
    isBinary(node, "divide") ? multiply(node.left, divide(1, node.right)) : undefined,
  ),
  "multiplies integers as floats": misread("multiply of int32", (node) =>
    isBinary(node, "multiply") && node.dtype === "int32"
      ? cast(multiply(cast(node.left, "float64"), cast(node.right, "float64")), "int32")
      : undefined,
  ),
  "lets NaN lose": misread("maximum of float32, infinities and NaN", (node) =>
    isBinary(node, "maximum") ? select(less(node.left, node.right), node.right, node.left) : undefined,
  ),
  "shifts integers of either kind without their sign": misread("shiftRight of int32", (node) =>
    isBinary(node, "shiftRight") && node.dtype === "int32"
      ? cast(binary("shiftRight", cast(node.left, "uint32"), cast(node.right, "uint32")), "int32")
      : undefined,
  ),
  "has a rough exponential function": misread("exp up to 80", (node) =>
    isUnary(node, "exp") ? power(constant(2.7183, node.dtype), node.operand) : undefined,
  ),
  "draws the random bits of the element beside": misread("bernoulli of bool has the interpreter's bits", (node) =>
    node.kind === "cast" && node.dtype === "uint32" ? add(node, 1) : undefined,
  ),
  "has no infinity outside": misread("gives infinities and NaN outside", (node) =>
    node.kind === "load" && node.outside === -Infinity ? { ...node, outside: -3.4028234663852886e38 } : undefined,
  ),
  "pads maxima with zeros": misread("padding with -Infinity never wins a maximum", (node) =>
    node.kind === "load" && node.outside === -Infinity ? { ...node, outside: 0 } : undefined,
  ),
  "repeats the edge in place of the value outside": misread(
    "gives 9 outside, moved by -1 and 0",
    (node, { inputs }) => {
      if (node.kind !== "load" || node.outside === undefined) return undefined;
      const { outside: _, ...load } = node;
      const { shape } = inputs[node.input]!;
      const inside = (at: Expression, axis: number): Expression => minimum(maximum(at, 0), shape[axis]! - 1);
      return { ...load, coordinates: node.coordinates.map(inside) };
    },
  ),
  "takes a maximum over nothing for 0": refolded("max of int32 over nothing is its neutral value", (fold) =>
    fold.operator === "max" && fold.extents.includes(0) ? { ...fold, operator: "sum" } : fold,
  ),
  "takes the last of equal maxima": refolded("argmax of float32: some, one, equal ones and many", (fold) =>
    fold.operator === "argmax" && fold.extents.length === 1 && isFloat(fold.body.dtype)
      ? { ...fold, body: add(fold.body, multiply(cast(foldIndex(0), fold.body.dtype), 1e-3)) }
      : fold,
  ),
  "does not round the products that it sums": refolded(
    "a sum is the same to the last bit, whatever is fused into it",
    (fold) => {
      const { operator, body, dtype } = fold;
      if (operator !== "sum" || dtype !== "float32" || !isBinary(body, "multiply")) return fold;
      const product = multiply(cast(body.left, "float64"), cast(body.right, "float64"));
      return { ...fold, dtype: "float64", body: product };
    },
  ),
};

/** Faults of storage and of order. */
export const deviceFaults: Readonly<Record<string, Fault>> = {
  "accepts freed buffers": {
    seenBy: "refuses buffers that were freed",
    changes: (right) => {
      const freed = new Set<DeviceBuffer>();
      return {
        free: (buffer) => void freed.add(buffer),
        memory: () => {
          const report = right.memory();
          return { ...report, buffers: report.buffers - freed.size };
        },
      };
    },
  },
  "reads zeros from foreign buffers": {
    seenBy: "refuses buffers and executables of another backend",
    changes: (right) => ({
      read: (buffer) => right.read(buffer).catch(() => createArray(buffer.dtype, buffer.length)),
    }),
  },
  "goes on after it was disposed of": {
    seenBy: "refuses everything but free once it was disposed of",
    changes: () => ({ dispose: () => undefined }),
  },
  "does not give memory back": {
    seenBy: "counts what is allocated, and what is freed",
    changes: () => ({ free: () => undefined }),
  },
  "takes more from the system with each buffer": {
    seenBy: "takes no more from the system for the same work again",
    changes: (right) => {
      let taken = 0;
      return {
        allocate: (dtype, length) => {
          taken += 4 * length;
          return right.allocate(dtype, length);
        },
        memory: () => ({ ...right.memory(), reservedBytes: taken }),
      };
    },
  },
  "accepts data of any length": {
    seenBy: "refuses data of another length",
    changes: (right) => ({
      write: (buffer, data) => {
        const whole = createArray(buffer.dtype, buffer.length);
        whole.set(data.subarray(0, buffer.length));
        right.write(buffer, whole);
      },
    }),
  },
  "keeps the caller's array": {
    seenBy: "copies what it writes and reads",
    changes: (right) => {
      const pending: (() => void)[] = [];
      const settle = (): void => pending.splice(0).forEach((write) => write());
      return {
        write: (buffer, data) => void pending.push(() => right.write(buffer, data)),
        read: (buffer) => (settle(), right.read(buffer)),
        readSync: (buffer) => (settle(), right.readSync!(buffer)),
        run: (steps) => (settle(), right.run(steps)),
      };
    },
  },
  "stores integers as floats": {
    seenBy: "gives back what was written, as int32",
    changes: (right) => ({
      write: (buffer, data) => right.write(buffer, data instanceof Int32Array ? data.map(Math.fround) : data),
    }),
  },
  "mixes up reads that are in flight at once": {
    seenBy: "keeps reads of equal length apart",
    changes: (right) => {
      let last: Promise<TypedArray> | undefined;
      const read = (buffer: DeviceBuffer): Promise<TypedArray> => {
        const [own, other] = [right.read(buffer), last];
        last = own;
        const done = (): void => {
          if (last === own) last = undefined;
        };
        own.then(done, done);
        return other ?? own;
      };
      return { read };
    },
  },
  "reads when it gets round to it": {
    seenBy: "a read sees what was given before it, and nothing that was given after it",
    changes: (right) => ({ read: (buffer) => Promise.resolve().then(() => right.read(buffer)) }),
  },
  "runs the steps in reverse": {
    seenBy: "the steps of one run follow each other",
    changes: (right) => ({ run: (steps) => right.run([...steps].reverse()) }),
  },
  "remembers the scalars of the first run": {
    seenBy: "scalars change without another compilation",
    changes: (right) => {
      const first = new Map<object, readonly number[]>();
      const frozen = (step: Step): Step => {
        const scalars = first.get(step.executable) ?? step.scalars;
        first.set(step.executable, scalars);
        return { ...step, scalars };
      };
      return { run: (steps) => right.run(steps.map(frozen)) };
    },
  },
  "leaves out what follows the last four elements": {
    seenBy: "takes the shape [5]",
    changes: (right) => ({
      run: (steps) => {
        for (const step of steps) {
          const before = step.outputs.map((buffer) => right.readSync!(buffer));
          void right.run([step]);
          step.outputs.forEach((buffer, number) => {
            const after = right.readSync!(buffer);
            const whole = after.length - (after.length % 4);
            after.set(before[number]!.subarray(whole), whole);
            right.write(buffer, after);
          });
        }
      },
    }),
  },
};

/** A fault that puts other expressions in place of those of a kernel. */
function misread(seenBy: string, replace: (node: Expression, kernel: Kernel) => Expression | undefined): Fault {
  const changed = (kernel: Kernel): Kernel => ({
    ...kernel,
    folds: kernel.folds.map((fold) => ({ ...fold, body: rewrite(fold.body, (node) => replace(node, kernel)) })),
    outputs: kernel.outputs.map((output) => ({
      ...output,
      value: rewrite(output.value, (node) => replace(node, kernel)),
    })),
  });
  return { seenBy, changes: (right) => ({ compile: (kernel) => right.compile(changed(kernel)) }) };
}

/** A fault of folds, whose results are brought back into the type that is expected. */
function refolded(seenBy: string, change: (fold: Fold) => Fold): Fault {
  const changed = (kernel: Kernel): Kernel => {
    const folds = kernel.folds.map(change);
    const restore = (node: Expression): Expression | undefined =>
      node.kind === "folded" ? cast(folded(node.fold, folds[node.fold]!.dtype), node.dtype) : undefined;
    return {
      ...kernel,
      folds: folds.map((fold) => ({ ...fold, body: rewrite(fold.body, restore) })),
      outputs: kernel.outputs.map((output) => ({ ...output, value: rewrite(output.value, restore) })),
    };
  };
  return { seenBy, changes: (right) => ({ compile: (kernel) => right.compile(changed(kernel)) }) };
}

function isUnary(node: Expression, operator: Unary["operator"]): node is Unary {
  return node.kind === "unary" && node.operator === operator;
}

function isBinary(node: Expression, operator: Binary["operator"]): node is Binary {
  return node.kind === "binary" && node.operator === operator;
}
