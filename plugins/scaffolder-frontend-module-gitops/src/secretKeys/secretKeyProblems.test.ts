import { SecretKeyProblem, secretKeyProblems } from './secretKeyProblems';
import { rowsIn, SecretKey, Store } from './secretKeys';

const row = (changes: Partial<SecretKey> = {}): SecretKey => ({
  secretKey: 'DB_PASSWORD',
  key: '{environment}/{service}',
  ...changes,
});

const inKey = (key: string, store: Store = 'aws') =>
  secretKeyProblems([row({ key })], store)[0].key;

describe('secretKeyProblems', () => {
  it('finds nothing in names', () => {
    expect(
      secretKeyProblems([
        row({ property: 'db.password' }),
        row({ secretKey: '_tls.key-1', key: '/production/payments@v1' }),
      ]),
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
    expect(secretKeyProblems([row({ secretKey })])[0].secretKey).toBe(problem);
  });

  it('finds the same name in two rows, at both', () => {
    expect(
      secretKeyProblems([row(), row({ secretKey: 'OTHER' }), row()]),
    ).toEqual([{ secretKey: 'duplicate' }, {}, { secretKey: 'duplicate' }]);
  });

  it('finds no duplicates among rows without a name', () => {
    expect(
      secretKeyProblems([row({ secretKey: '' }), row({ secretKey: '' })])[1],
    ).toEqual({ secretKey: 'nameMissing' });
  });

  it.each<[string, SecretKeyProblem | undefined]>([
    ['production/payments', undefined],
    ['{environment}/{service}/db', undefined],
    ['', 'keyMissing'],
    ['production//payments', 'path'],
    ['production/payments/', 'path'],
    ['{region}/payments', 'path'],
    ['arn:aws:secretsmanager:eu-central-1', 'path'],
    [
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:{environment}/payments-AbCdEf',
      undefined,
    ],
    ['db-password: hunter2', 'secret'],
    ['n'.repeat(513), 'tooLong'],
  ])('judges the path "%s"', (key, problem) => {
    expect(inKey(key)).toBe(problem);
  });

  it.each<[string, SecretKeyProblem | undefined]>([
    ['{service}-{environment}', undefined],
    ['payments-db-password', undefined],
    ['production/payments', 'vaultName'],
    ['payments_db', 'vaultName'],
    ['{vault}-payments', 'vaultName'],
    ['n'.repeat(128), 'tooLong'],
  ])('judges the name in a vault "%s"', (key, problem) => {
    expect(inKey(key, 'azure')).toBe(problem);
  });

  it.each<[string, SecretKeyProblem | undefined]>([
    ['', undefined],
    ['db.password', undefined],
    ['Tr0ub4dor&3', 'property'],
    ['https://example.com', 'secret'],
    ['p'.repeat(254), 'tooLong'],
  ])('judges the property "%s"', (property, problem) => {
    expect(secretKeyProblems([row({ property })])[0].property).toBe(problem);
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
