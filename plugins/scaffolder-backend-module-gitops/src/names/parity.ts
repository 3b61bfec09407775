import { cell } from 'backstage-plugin-gitops-node';
import type { FoundSecret } from '../manifests/externalSecretKeys';

/** Which environments have a key of a Secret. */
export interface Parity {
  secretKey: string;
  environments: string[];
  /** Environments whose ExternalSecret takes keys by a pattern are not counted: they may have it */
  missing: string[];
}

/** The keys of a Secret in all environments, by their names. */
export function parityOf(
  secrets: ReadonlyMap<string, Pick<FoundSecret, 'keys' | 'hasMore'>>,
): Parity[] {
  const names = new Set(
    [...secrets.values()].flatMap(({ keys }) =>
      keys.map(({ secretKey }) => secretKey),
    ),
  );
  return [...names].sort().map(secretKey => {
    const has = ([, { keys }]: [string, Pick<FoundSecret, 'keys'>]) =>
      keys.some(one => one.secretKey === secretKey);
    return {
      secretKey,
      environments: [...secrets].filter(has).map(([name]) => name),
      missing: [...secrets]
        .filter(one => !has(one) && !one[1].hasMore)
        .map(([name]) => name),
    };
  });
}

/** The same as a table of a pull request's text. */
export function parityTable(
  parity: readonly Parity[],
  environments: readonly string[],
): string {
  if (parity.length === 0) return '';
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['Key', ...environments.map(cell)]),
    row(['---', ...environments.map(() => '---')]),
    ...parity.map(one =>
      row([
        cell(one.secretKey),
        ...environments.map(name => wordOf(one, name)),
      ]),
    ),
  ].join('\n');
}

function wordOf({ environments, missing }: Parity, name: string): string {
  if (environments.includes(name)) return 'yes';
  return missing.includes(name) ? '**missing**' : 'not known';
}
