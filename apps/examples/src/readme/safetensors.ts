import { cpu } from "@nn/backend-cpu";
import { Linear } from "@nn/linear";
import { load, open, save } from "@nn/safetensors";

const backend = await cpu();
const bytes = await save(new Linear(3, 2, { backend }), { metadata: { format: "pt" } });

const model = new Linear(3, 2, { backend });
await load(model, bytes);

const file = await open(new Blob([Uint8Array.from(bytes)]));
console.log([...file.tensors.keys()]); // ["bias", "weight"]
console.log(await (await file.read("bias", { backend })).data());
