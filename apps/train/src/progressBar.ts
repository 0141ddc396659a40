import { SingleBar } from "cli-progress";
import type { EpochProgress } from "./train.ts";

/** Shows an epoch's progress: as a bar that moves, or, where no terminal is, as a line every few seconds. */
export interface ProgressBar {
  update(progress: EpochProgress): void;
  stop(): void;
}

/** Starts a bar for `images` images on standard error. */
export function progressBar(label: string, images: number): ProgressBar {
  const started = performance.now();
  const bar = new SingleBar({
    format: `${label} |{bar}| {percentage} % | loss {loss} | accuracy {accuracy} % | {rate} images/s | {left} s left`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: 5000,
  });
  bar.start(images, 0, { loss: "–", accuracy: "–", rate: "–", left: "–" });
  return {
    update(progress) {
      const rate = progress.images / ((performance.now() - started) / 1000);
      bar.update(progress.images, {
        loss: progress.loss.toFixed(4),
        accuracy: (100 * progress.accuracy).toFixed(2),
        rate: rate.toFixed(0),
        left: ((images - progress.images) / rate).toFixed(0),
      });
    },
    stop: () => bar.stop(),
  };
}
