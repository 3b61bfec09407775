import { GitHostError } from '../GitHostError';

/**
 * Those that a host refuses, one asked for after the other.
 *
 * @param ask - answers false where it needn't be asked for
 */
export async function refusedBy(
  names: readonly string[],
  ask: (name: string) => Promise<unknown>,
): Promise<string[]> {
  const refused: string[] = [];
  for (const name of names) {
    try {
      if ((await ask(name)) === false) refused.push(name);
    } catch (error) {
      if (!(error instanceof GitHostError) || error.isTemporary) throw error;
      refused.push(name);
    }
  }
  return refused;
}
