// The ramp of quantities: seven steps, zero first, drawn with a legend that says their limits.

import { formatNumber } from "./format";
import { element, rectangle, text, textWidth } from "./svg";

export const STEPS = 7;

/** Step of a whole number: 0; 1; 2–3; 4–7; 8–15; 16–31; 32 and more. */
export function powerStep(value: number): number {
  return value < 1 ? 0 : Math.min(STEPS - 1, 32 - Math.clz32(value));
}

/** Limits of the steps of `powerStep` up to that of the largest value, in words. */
export function powerLabels(largest: number): string[] {
  const last = powerStep(largest);
  return Array.from({ length: last + 1 }, (_, step) => {
    if (step < 2) return String(step);
    const least = 2 ** (step - 1);
    return step === STEPS - 1 ? `${least}+` : `${least}–${2 * least - 1}`;
  });
}

/** Step of a part of a whole: zero, then sixths. */
export function shareStep(value: number, whole: number): number {
  return value <= 0 || whole <= 0 ? 0 : Math.ceil((value * (STEPS - 1)) / whole - 1e-9);
}

/** Limits of the steps of `shareStep`, in percent. */
export function shareLabels(): string[] {
  const limits = Array.from({ length: STEPS }, (_, step) =>
    formatNumber((100 * step) / (STEPS - 1)),
  );
  return limits.map((limit, step) => (step === 0 ? "0" : `≤ ${limit}`));
}

/** Swatches with labels, in as many lines as the width asks for; the first line begins at y 0. */
export function rampLegend(
  title: string,
  labels: readonly string[],
  width: number,
): { node: SVGGElement; height: number } {
  const node = element("g", {}, text(title, 0, 11, "axis"));
  let x = textWidth(title) + 14;
  let y = 0;
  labels.forEach((label, step) => {
    const room = 22 + textWidth(label);
    if (x + room > width && x > 0) {
      x = 0;
      y += 18;
    }
    node.append(
      rectangle(x, y + 1, 16, 12, { fill: `var(--q${step})`, stroke: "var(--line-2)" }),
      text(label, x + 22, y + 11),
    );
    x += room + 14;
  });
  return { node, height: y + 18 };
}
