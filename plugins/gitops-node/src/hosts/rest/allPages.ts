/** What all pages of a list have, or so many of them. One that is not full is the last. */
export async function allPages<T>(
  { size, max }: { size: number; max: number },
  ask: (page: number) => Promise<readonly T[]>,
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; page <= max; page++) {
    const found = await ask(page);
    all.push(...found);
    if (found.length < size) break;
  }
  return all;
}
