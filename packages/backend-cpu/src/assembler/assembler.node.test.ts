import { describe, expect, test } from "vitest";
import { ByteWriter } from "./byteWriter.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { hasRelaxedSimd, listing, ModuleBuilder } from "./index.ts";
import {
  laneMemoryOperators,
  laneOperators,
  memoryOperators,
  plainOperators,
  type PlainOperator,
} from "./operators.ts";

const memory = new WebAssembly.Memory({ initial: 1 });

/** Calls a function made of what `build` writes. */
function run(build: (builder: FunctionBuilder) => void, result: "i32" | "f32" | "f64"): unknown {
  const module = new ModuleBuilder();
  module.function("f", [], [result], build);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), { env: { memory } });
  const { f } = exports;
  return isCallable(f) ? f() : undefined;
}

function isCallable(value: unknown): value is () => unknown {
  return typeof value === "function";
}

describe("numbers", () => {
  test.each([0, 1, -1, 63, 64, -64, -65, 8191, 8192, 2147483647, -2147483648])("i32.const %d", (value) => {
    expect(run((builder) => builder.i32(value), "i32")).toBe(value);
  });

  test("i64 constants keep all their bits", () => {
    for (const value of [0n, -1n, 2n ** 62n, -(2n ** 63n), 2n ** 63n - 1n]) {
      const low = (builder: FunctionBuilder): void => {
        builder.i64(value);
        builder.op("i32.wrap_i64");
      };
      expect(run(low, "i32")).toBe(Number(BigInt.asIntN(32, value)));
    }
  });

  test("floats, infinities and the sign of zero", () => {
    expect(run((builder) => builder.f32(-0), "f32")).toBe(-0);
    expect(run((builder) => builder.f64(Math.PI), "f64")).toBe(Math.PI);
    expect(run((builder) => builder.f32(-Infinity), "f32")).toBe(-Infinity);
  });

  test("a writer grows and keeps what it has", () => {
    const writer = new ByteWriter(1);
    for (let value = 0; value < 300; value++) writer.byte(value & 0xff);
    writer.unsigned(624485);
    expect([...writer.toBytes().slice(298)]).toEqual([42, 43, 0xe5, 0x8e, 0x26]);
  });
});

describe("instructions", () => {
  const emitters: [string, (builder: FunctionBuilder) => void][] = [
    ...named(plainOperators, (builder, name) => builder.op(name)),
    ...named(memoryOperators, (builder, name) => builder.memory(name, 300)),
    ...named(laneOperators, (builder, name) => builder.lane(name, 1)),
    ...named(laneMemoryOperators, (builder, name) => builder.laneMemory(name, 1, 300)),
  ];

  test.each(emitters)("%s is valid and is listed by its name", (name, emit) => {
    const module = new ModuleBuilder();
    module.function("f", [], [], (builder) => {
      builder.op("unreachable");
      emit(builder);
      builder.op("unreachable");
    });
    const bytes = module.finish();
    // Node.js 20 has relaxed SIMD only where it is told: in the project of that name.
    expect(WebAssembly.validate(bytes)).toBe(!name.includes("relaxed") || hasRelaxedSimd());
    expect(listing(bytes).split("\n")[2]!.trim().split(" ")[0]).toBe(name);
  });

  test("vectors: constants, shuffles and lanes", () => {
    const lane = (builder: FunctionBuilder): void => {
      builder.f32x4(1, 2, 3, 4);
      builder.f32x4(5, 6, 7, 8);
      builder.shuffle(3, 4, 0, 0);
      builder.lane("f32x4.extract_lane", 1);
    };
    expect(run(lane, "f32")).toBe(5);
  });
});

test("constants of vectors are globals, one for each, which functions read at their beginning", () => {
  const module = new ModuleBuilder();
  const define = (name: string, lane: number): void => {
    module.function(name, [], ["f32"], (builder) => {
      builder.f32x4(1, 2, 3, 4);
      builder.f32x4(1, 2, 3, 4);
      builder.op("f32x4.mul");
      builder.i32x4(0x3f800000);
      builder.op("f32x4.add");
      builder.f32x4(0);
      builder.op("f32x4.add");
      builder.lane("f32x4.extract_lane", lane);
    });
  };
  define("first", 1);
  define("second", 3);
  const { first, second } = new WebAssembly.Instance(new WebAssembly.Module(module.finish()), { env: { memory } })
    .exports;
  expect([first, second].map((each) => (isCallable(each) ? each() : undefined))).toEqual([5, 17]);
  const lines = listing(module.finish()).split("\n");
  expect(lines.slice(0, 7).map((line) => line.trim())).toEqual([
    "(global 0 (mut v128) (v128.const i32x4 0x3f800000 0x40000000 0x40400000 0x40800000))",
    "(global 1 (mut v128) (v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000))",
    "(func $first (local 2 v128)",
    "global.get 0",
    "local.set 0",
    "global.get 1",
    "local.set 1",
  ]);
  expect(lines.filter((line) => line.includes("v128.const"))).toHaveLength(4);
});

describe("a product added to something", () => {
  const source = (relaxedSimd: boolean): string => {
    const module = new ModuleBuilder({ relaxedSimd });
    module.function("f", [], ["f32"], multiplyAdd);
    return listing(module.finish());
  };
  const multiplyAdd = (builder: FunctionBuilder): void => {
    builder.f32x4(2);
    builder.f32x4(3);
    builder.multiplyAdd(() => builder.f32x4(10));
    builder.lane("f32x4.extract_lane", 0);
  };

  test("takes two instructions", () => {
    expect(source(false)).toMatch(/f32x4.mul\n.*\n.*f32x4.add/);
    expect(run(multiplyAdd, "f32")).toBe(16);
  });

  test("takes one with relaxed SIMD", () => {
    expect(source(true)).toContain("f32x4.relaxed_madd");
    expect(source(true)).not.toMatch(/mul|add\n.*add/);
  });

  test.runIf(hasRelaxedSimd())("is a · b + c, and for nmadd c - a · b", () => {
    const apply = (operator: PlainOperator) => (builder: FunctionBuilder) => {
      for (const operand of [2, 3, 10]) builder.f32x4(operand);
      builder.op(operator);
      builder.lane("f32x4.extract_lane", 3);
    };
    expect(run(apply("f32x4.relaxed_madd"), "f32")).toBe(16);
    expect(run(apply("f32x4.relaxed_nmadd"), "f32")).toBe(4);
  });
});

describe("control", () => {
  test("a loop adds 1 to 10", () => {
    const sum = (builder: FunctionBuilder): void => {
      const [total, count] = [builder.local("i32"), builder.local("i32")];
      builder.loop((head) => {
        builder.get(count);
        builder.i32(1);
        builder.op("i32.add");
        builder.tee(count);
        builder.get(total);
        builder.op("i32.add");
        builder.set(total);
        builder.get(count);
        builder.i32(10);
        builder.op("i32.lt_s");
        builder.branchIf(head);
      });
      builder.get(total);
    };
    expect(run(sum, "i32")).toBe(55);
  });

  test("branches leave as many blocks as stand between", () => {
    const nested = (builder: FunctionBuilder): void => {
      const result = builder.local("i32");
      builder.block((outer) => {
        builder.i32(1);
        builder.if(() =>
          builder.block(() => {
            builder.i32(9);
            builder.set(result);
            builder.branch(outer);
          }),
        );
        builder.i32(7);
        builder.set(result);
      });
      builder.get(result);
    };
    expect(run(nested, "i32")).toBe(9);
  });

  test("what is written at a placeholder comes before what follows it", () => {
    const hoisted = (builder: FunctionBuilder): void => {
      const local = builder.local("i32");
      const before = builder.placeholder();
      builder.get(local);
      builder.at(before, () => {
        builder.i32(42);
        builder.set(local);
      });
    };
    expect(run(hoisted, "i32")).toBe(42);
  });
});

test("a module imports functions before it defines its own", () => {
  const module = new ModuleBuilder();
  module.function("f", [], [], () => undefined);
  expect(() => module.importFunction("sin", ["f64"], ["f64"])).toThrow("before any is defined");
});

test("a listing shows names, nesting and immediates", () => {
  const module = new ModuleBuilder();
  const power = module.importFunction("power", ["f64", "f64"], ["f64"]);
  module.function("run", ["i32"], ["f64"], (builder, [address]) => {
    builder.block(() => {
      builder.get(address);
      builder.branchIf({ depth: 1 });
    });
    builder.f64(2.5);
    builder.get(address);
    builder.memory("f64.load", 16);
    builder.call(power);
  });
  expect(listing(module.finish())).toBe(
    `(func $run
  block
    local.get 0
    br_if 0
  end
  f64.const 2.5
  local.get 0
  f64.load offset=16
  call $power
)`,
  );
});

function named<Name extends string>(
  operators: { readonly [N in Name]: number },
  emit: (builder: FunctionBuilder, name: Name) => void,
): [string, (builder: FunctionBuilder) => void][] {
  const names = Object.keys(operators) as Name[];
  return names.map((name) => [name, (builder) => emit(builder, name)]);
}
