const rank = { open: 0, merged: 1, closed: 2 };

/** Of the pull requests of one branch the one that counts: open before merged before closed, then the newest. */
export function newest<T>(
  found: readonly T[],
  of: (one: T) => { state: keyof typeof rank; number: number },
): T | undefined {
  return [...found].sort((one, other) => {
    const [a, b] = [of(one), of(other)];
    return rank[a.state] - rank[b.state] || b.number - a.number;
  })[0];
}
