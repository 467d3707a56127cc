/**
 * The outline of values from left to right, and what is below it, as SVG paths. The highest value reaches the top, and
 * what was before anything moved is left out.
 */
export function graphPath(
  values: readonly number[],
  width: number,
  height: number,
): { readonly line: string; readonly area: string } {
  const highest = Math.max(0, ...values);
  if (highest === 0 || values.length < 2) return { line: '', area: '' };
  const step = width / (values.length - 1);
  const first = Math.max(values.findIndex((value) => value > 0) - 1, 0);
  // Half a stroke stays inside.
  const points = values
    .map((value, at) => `${round(at * step)} ${round(height - 0.5 - (value / highest) * (height - 1.5))}`)
    .slice(first);
  const line = `M${points.join('L')}`;
  return { line, area: `${line}V${height}H${round(first * step)}Z` };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
