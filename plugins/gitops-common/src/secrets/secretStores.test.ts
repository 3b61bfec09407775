import {
  SecretEntryProblem,
  secretEntryProblem,
  SecretStoreKind,
  secretStoreKinds,
  secretStores,
} from './secretStores';

describe('secretEntryProblem', () => {
  it.each(secretStoreKinds)('takes the default key of %s', kind =>
    expect(
      secretEntryProblem(secretStores[kind].defaultKey, kind),
    ).toBeUndefined(),
  );

  it.each<[SecretStoreKind, string, SecretEntryProblem | undefined]>([
    ['aws', '{environment}/{service}/db', undefined],
    ['aws', '/{environment}/{service}', undefined],
    ['aws', '{environment}//{service}', 'form'],
    ['aws', '{environment}/{service}/', 'form'],
    ['aws', '{region}/{service}', 'form'],
    ['aws', '', 'form'],
    ['aws', '{environment}/{service}/a=b', 'form'],
    ['aws', 'arn:aws:secretsmanager:eu-central-1', 'form'],
    [
      'aws',
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:{environment}/{service}-AbCdEf',
      undefined,
    ],
    [
      'aws',
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:{environment}/ledger-AbCdEf',
      'foreign',
    ],
    ['aws', `{environment}/{service}/${'n'.repeat(500)}`, 'tooLong'],
    ['aws-parameter-store', '/{environment}/{service}/url', undefined],
    ['aws-parameter-store', '/{environment}/{service}/a@b', 'form'],
    [
      'aws-parameter-store',
      'arn:aws:ssm:eu-central-1:123456789012:parameter/{environment}/{service}',
      undefined,
    ],
    ['azure', '{environment}-{service}-db', undefined],
    ['azure', '{environment}/{service}', 'form'],
    ['azure', '{environment}-{service}_db', 'form'],
    ['azure', `{environment}-{service}-${'n'.repeat(120)}`, 'tooLong'],
    ['gcp', '{environment}-{service}-DB_URL', undefined],
    ['gcp', '{environment}/{service}', 'form'],
    ['vault', '{environment}/{service}/db', undefined],
    ['vault', '{environment}/{service} db', 'form'],
  ])('of %s judges %j: %s', (kind, key, problem) =>
    expect(secretEntryProblem(key, kind)).toBe(problem),
  );

  it.each<[string, SecretEntryProblem | undefined]>([
    ['dev/wishes', undefined],
    ['dev/wishes/stripe', undefined],
    ['/dev/wishes', undefined],
    ['production/ledger', 'foreign'],
    ['production/wishes', 'foreign'],
    ['dev/wishes-2', 'foreign'],
    ['dev/wish', 'foreign'],
    ['shared/dev/wishes', 'foreign'],
  ])('of the service wishes in dev judges %j: %s', (key, problem) =>
    expect(secretEntryProblem(key, 'aws', ['dev/wishes'])).toBe(problem),
  );

  it('takes what begins with any of the prefixes, and anything with an empty one', () => {
    const prefixes = ['kv/dev/wishes', 'shared/'];
    expect(secretEntryProblem('kv/dev/wishes', 'vault', prefixes)).toBe(
      undefined,
    );
    expect(secretEntryProblem('shared/flags', 'vault', prefixes)).toBe(
      undefined,
    );
    expect(secretEntryProblem('dev/wishes', 'vault', prefixes)).toBe('foreign');
    expect(secretEntryProblem('anything', 'vault', [''])).toBe(undefined);
  });
});
