import { SecretStoreKind } from 'backstage-plugin-gitops-common';
import { SecretKeyProblem, secretKeyProblems } from './secretKeyProblems';
import { rowsIn, SecretKey } from './secretKeys';

const row = (changes: Partial<SecretKey> = {}): SecretKey => ({
  secretKey: 'DB_PASSWORD',
  key: '{environment}/{service}',
  ...changes,
});

const problems = (...rows: SecretKey[]) => secretKeyProblems(rows, 'aws');
const inKey = (
  key: string,
  store: SecretStoreKind = 'aws',
  prefixes?: string[],
) => secretKeyProblems([row({ key })], store, prefixes)[0].key;

describe('secretKeyProblems', () => {
  it('finds nothing in names', () => {
    expect(
      problems(
        row({ property: 'db.password' }),
        row({ secretKey: '_tls.key-1', key: '/{environment}/{service}/a@v1' }),
      ),
    ).toEqual([{}, {}]);
  });

  it.each<[string, SecretKeyProblem]>([
    ['', 'nameMissing'],
    ['1PASSWORD', 'name'],
    ['DB/PASSWORD', 'name'],
    [' DB_PASSWORD', 'name'],
    ['DB_PASSWORD=hunter2', 'secret'],
    ['N'.repeat(254), 'tooLong'],
  ])('judges the name "%s"', (secretKey, problem) => {
    expect(problems(row({ secretKey }))[0].secretKey).toBe(problem);
  });

  it('finds the same name in two rows, at both', () => {
    expect(problems(row(), row({ secretKey: 'OTHER' }), row())).toEqual([
      { secretKey: 'duplicate' },
      {},
      { secretKey: 'duplicate' },
    ]);
  });

  it('finds no duplicates among rows without a name', () => {
    expect(problems(row({ secretKey: '' }), row({ secretKey: '' }))[1]).toEqual(
      { secretKey: 'nameMissing' },
    );
  });

  it.each<[string, SecretKeyProblem | undefined]>([
    ['{environment}/{service}/db', undefined],
    ['', 'keyMissing'],
    ['production/ledger', 'foreign'],
    ['production/{service}', 'foreign'],
    ['{environment}//{service}', 'path'],
    ['{region}/payments', 'path'],
    ['db-password: hunter2', 'secret'],
    [`{environment}/{service}/${'n'.repeat(500)}`, 'tooLong'],
  ])('judges the path "%s"', (key, problem) => {
    expect(inKey(key)).toBe(problem);
  });

  it.each<[string, SecretKeyProblem | undefined]>([
    ['{environment}-{service}-db', undefined],
    ['payments-db-password', 'foreign'],
    ['production/payments', 'entryName'],
    ['{environment}-{service}_db', 'entryName'],
  ])('judges the name in a vault "%s"', (key, problem) => {
    expect(inKey(key, 'azure')).toBe(problem);
  });

  it('takes keys that begin as the portal is configured', () => {
    const prefixes = ['kv/{environment}/{service}', 'shared/'];
    expect(inKey('kv/{environment}/{service}', 'vault', prefixes)).toBe(
      undefined,
    );
    expect(inKey('shared/flags', 'vault', prefixes)).toBe(undefined);
    expect(inKey('{environment}/{service}', 'vault', prefixes)).toBe('foreign');
  });

  it.each<[string, SecretKeyProblem | undefined]>([
    ['', undefined],
    ['db.password', undefined],
    ['Tr0ub4dor&3', 'property'],
    ['https://example.com', 'secret'],
    ['p'.repeat(254), 'tooLong'],
  ])('judges the property "%s"', (property, problem) => {
    expect(problems(row({ property }))[0].property).toBe(problem);
  });
});

describe('rowsIn', () => {
  it('makes rows of what a form fills in, without properties that are empty', () => {
    expect(
      rowsIn([undefined, {}, { secretKey: 'A', key: 'b', property: '' }, 'x']),
    ).toEqual([
      { secretKey: '', key: '' },
      { secretKey: '', key: '' },
      { secretKey: 'A', key: 'b' },
      { secretKey: '', key: '' },
    ]);
    expect(rowsIn(undefined)).toEqual([]);
  });
});
