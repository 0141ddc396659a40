/** The probabilities in one sentence, which changes only when its sense does. */
export function verdictOf(probabilities: readonly number[], trained: boolean): string {
  const order = probabilities.map((_, digit) => digit).sort((a, b) => probabilities[b]! - probabilities[a]!);
  const [best, second] = [order[0]!, order[1]!];
  if (!trained) return `A guess: ${best}. The network has not learned anything yet.`;
  if (probabilities[best]! >= 0.9) return `This is a ${best}.`;
  if (probabilities[best]! >= 0.5) return `This looks like a ${best}, perhaps a ${second}.`;
  return `Hard to say: a ${best} or a ${second}?`;
}
