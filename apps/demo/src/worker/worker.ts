import type { Command } from "../protocol.ts";
import { Session } from "./session.ts";

const session = new Session((report) => postMessage(report));

addEventListener("message", ({ data: command }: MessageEvent<Command>) => {
  switch (command.type) {
    case "start":
      return void session.start(command.settings, command.base);
    case "pause":
      return session.pause();
    case "continue":
      return session.resume();
    case "stop":
      return session.stop();
    case "predict":
      return void session.predict(command.pixels);
  }
});
