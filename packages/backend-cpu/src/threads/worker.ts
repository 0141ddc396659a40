/** The program of a worker, in Node.js and in browsers. `startWorkers.ts` starts it. */
import { Member } from "./member.ts";
import type { Message } from "./message.ts";

let member: Member | undefined;

function receive(message: Message): void {
  if (message.kind === "start") {
    member = new Member(message);
    tell("ready");
  } else member?.receive(message);
  member?.work();
}

const port = globalThis.process?.getBuiltinModule?.("node:worker_threads").parentPort;
const tell = (text: string): void => {
  if (port) port.postMessage(text);
  else self.postMessage(text);
};

if (port) port.on("message", receive);
else self.onmessage = ({ data }: MessageEvent<Message>) => receive(data);
