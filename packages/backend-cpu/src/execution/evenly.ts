/**
 * How many of `count` units each task takes, so that all threads end together: at most `chunk`, but for what rounding to
 * whole `step`s adds, and as many tasks for one thread as for another.
 *
 * @param chunk the most that a task shall take
 * @param step what units are taken by
 */
export function evenly(count: number, chunk: number, threads: number, step = 1): number {
  const tasks = Math.ceil(count / chunk);
  if (tasks === 1) return chunk;
  const shared = Math.ceil(tasks / threads) * threads;
  return Math.ceil(count / shared / step) * step;
}
