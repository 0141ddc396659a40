import { byId } from "./byId.ts";
import { formatPercent } from "./format.ts";
import { verdictOf } from "./verdict.ts";

interface Row {
  readonly item: HTMLLIElement;
  readonly bar: HTMLElement;
  readonly value: HTMLElement;
}

/** A bar for each of the ten digits, and the verdict in words. */
export class Probabilities {
  readonly #verdict = byId("verdict", HTMLElement);
  readonly #rows: readonly Row[];

  constructor() {
    this.#rows = Array.from({ length: 10 }, (_, digit) => createRow(digit));
    byId("probabilities", HTMLOListElement).append(...this.#rows.map(({ item }) => item));
    this.clear();
  }

  show(probabilities: readonly number[], trained: boolean): void {
    const best = probabilities.indexOf(Math.max(...probabilities));
    this.#rows.forEach(({ item, bar, value }, digit) => {
      const probability = probabilities[digit]!;
      item.classList.toggle("best", digit === best);
      bar.style.transform = `scaleX(${probability.toFixed(4)})`;
      value.textContent = formatPercent(probability, 0);
    });
    const text = verdictOf(probabilities, trained);
    if (this.#verdict.textContent !== text) this.#verdict.textContent = text;
  }

  clear(): void {
    for (const { item, bar, value } of this.#rows) {
      item.classList.remove("best");
      bar.style.transform = "";
      value.textContent = "–";
    }
    this.#verdict.textContent = "Nothing drawn yet.";
  }
}

function createRow(digit: number): Row {
  const create = (name: "span" | "i", className: string, text = ""): HTMLElement => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.textContent = text;
    return element;
  };
  const item = document.createElement("li");
  const frame = create("span", "bar");
  const bar = create("i", "");
  const value = create("span", "value");
  frame.append(bar);
  item.append(create("span", "digit", String(digit)), frame, value);
  return { item, bar, value };
}
