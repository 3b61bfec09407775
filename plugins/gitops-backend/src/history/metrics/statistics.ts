/** Below it, a median says more about chance than about the services. */
export const FEWEST = 5;

/**
 * The smallest value that this share of the values does not exceed.
 *
 * @returns null where there are too few
 */
export function quantile(
  values: readonly number[],
  share: number,
): number | null {
  if (values.length < FEWEST) return null;
  const sorted = new Float64Array(values).sort();
  return sorted[Math.ceil(sorted.length * share) - 1];
}

export function durationMetric(durationsMs: readonly number[]) {
  return {
    n: durationsMs.length,
    medianMs: quantile(durationsMs, 0.5),
    p90Ms: quantile(durationsMs, 0.9),
  };
}
