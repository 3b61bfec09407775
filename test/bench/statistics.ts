/** The smallest sample that `share` (0 to 1) of all samples don't exceed. */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new Error('Nothing was measured');
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** Three digits where they matter: `0.412`, `3.41`, `84.2`, `1240`. */
export function round(value: number): number {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return Number(value.toFixed(Math.abs(value) < 1 ? 3 : digits));
}
