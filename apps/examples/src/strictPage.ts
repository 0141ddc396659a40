import { sigmoid } from "@nn/activations";
import { cpu } from "@nn/backend-cpu";
import { Linear } from "@nn/linear";
import { backward, generator, sum, tensor } from "@nn/tensor";

/**
 * Runs and trains in a page whose policy forbids `eval`: WebAssembly, generated at run time, needs `wasm-unsafe-eval`
 * and nothing else. The result goes to the page's title.
 */
async function main(): Promise<string> {
  const backend = await cpu();
  const layer = new Linear(3, 2, { backend, generator: generator(7) });
  const loss = sum(sigmoid(layer.forward(tensor([[1, 2, 3]], { backend }))));
  backward(loss);
  const [value, gradient] = await Promise.all([loss.item(), layer.weight.grad!.data()]);
  return JSON.stringify({ value, gradient: [...gradient] });
}

main().then(
  (result) => (document.title = result),
  (error: unknown) => (document.title = String(error)),
);
