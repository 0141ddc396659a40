import { fork, type ChildProcess } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { PeerName } from "../peers/index.ts";
import type { Answer, Request } from "./messages.ts";

// Its extension is that of this file: sources run as they are, too.
const program = fileURLToPath(new URL(`./peerProcess${extname(import.meta.url)}`, import.meta.url));

/** A library in a process of its own, where nothing else warms up or spoils what the compiler learnt. */
export interface Contestant {
  readonly name: PeerName;
  /** Of the library; what went wrong if it could not be started. */
  readonly description: string;
  readonly started: boolean;
  /** Its answer, `failed` also if the process is gone. */
  ask(request: Request): Promise<Answer>;
  stop(): void;
}

export async function startContestant(name: PeerName, threads: number | undefined): Promise<Contestant> {
  const child = fork(program, [name, ...(threads === undefined ? [] : [String(threads)])], {
    // Numbers pass as they are.
    serialization: "advanced",
    execArgv: [...process.execArgv, "--expose-gc"],
    // Warnings of libraries would come between the lines of the table.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const first = await nextAnswer(child);
  const started = first.kind === "started";
  if (!started) child.kill();
  return {
    name,
    description: started ? first.description : reasonOf(first),
    started,
    ask(request) {
      const answer = nextAnswer(child);
      if (child.connected) child.send(request);
      return answer;
    },
    stop: () => child.kill(),
  };
}

function nextAnswer(child: ChildProcess): Promise<Answer> {
  if (!child.connected) return Promise.resolve({ kind: "failed", reason: "its process has ended" });
  return new Promise((resolve) => {
    const settle = (answer: Answer): void => {
      child.off("message", onMessage);
      child.off("exit", onExit);
      resolve(answer);
    };
    const onMessage = (answer: Answer): void => settle(answer);
    const onExit = (code: number | null, signal: string | null): void =>
      settle({ kind: "failed", reason: `its process ended with ${signal ?? `code ${code}`}` });
    child.on("message", onMessage);
    child.on("exit", onExit);
  });
}

function reasonOf(answer: Answer): string {
  return "reason" in answer ? answer.reason : "it answered something else";
}
