/** Numbers as people read them. */

/** `12 000`: groups of three, with a space that does not break. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}

/** `97.1 %` */
export function formatPercent(part: number, digits = 1): string {
  return `${(100 * part).toFixed(digits)}\u00a0%`;
}

/** `4.2 s`, `3 min 07 s` */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)}\u00a0s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}\u00a0min ${String(whole % 60).padStart(2, "0")}\u00a0s`;
}
