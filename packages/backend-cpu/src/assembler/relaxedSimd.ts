import { ModuleBuilder } from "./moduleBuilder.ts";

/** Whether this engine has relaxed SIMD: whether it takes a module that uses it. */
export function hasRelaxedSimd(): boolean {
  const module = new ModuleBuilder({ relaxedSimd: true });
  module.function("probe", [], [], (code) => {
    for (let operand = 0; operand < 2; operand++) code.f32x4(1);
    code.multiplyAdd(() => code.f32x4(1));
    code.op("drop");
  });
  return WebAssembly.validate(module.finish());
}
