const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/**
 * The error function, 2/√π ∫₀ˣ e^(-t²) dt, to about one unit in the last place of a float64.
 *
 * Small arguments sum a series of positive terms (Abramowitz & Stegun 7.1.6); larger ones take the continued fraction
 * of the complement (7.1.14), evaluated from the tail.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size < 2.5) return series(x);
  return size > 6 ? Math.sign(x) : Math.sign(x) * (1 - complement(size));
}

function series(x: number): number {
  const square = 2 * x * x;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17 && n < 200; n++) {
    term *= square / (2 * n + 1);
    sum += term;
  }
  return twoOverRootPi * Math.exp(-x * x) * sum;
}

function complement(x: number): number {
  let tail = x;
  for (let n = 60; n >= 1; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail;
}
