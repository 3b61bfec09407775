import { ConfigReader } from '@backstage/config';
import { secretKeyPrefixes } from './secretKeyPrefixes';

const read = (prefixes?: unknown) =>
  secretKeyPrefixes(
    new ConfigReader({
      scaffolder: { gitops: { secretKeys: { prefixes } } },
    } as never),
  );

describe('secretKeyPrefixes', () => {
  it('are those of the configuration, where it has some', () => {
    expect(read(['kv/{environment}/{service}', 'shared/'])).toEqual([
      'kv/{environment}/{service}',
      'shared/',
    ]);
    expect(read()).toBeUndefined();
  });

  it.each([
    [[], /^scaffolder\.gitops\.secretKeys\.prefixes is empty/],
    [
      ['a', '{team}/{service}'],
      /^scaffolder\.gitops\.secretKeys\.prefixes\[1\] has a placeholder that is not known\. Use \{service\} or \{environment\}$/,
    ],
  ])('refuses %j with its place', (prefixes, sentence) =>
    expect(() => read(prefixes)).toThrow(sentence),
  );
});
