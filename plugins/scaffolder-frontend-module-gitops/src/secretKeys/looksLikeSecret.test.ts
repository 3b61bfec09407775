import { looksLikeSecret } from './looksLikeSecret';

describe('looksLikeSecret', () => {
  it.each([
    ['an assignment', 'DB_PASSWORD=hunter2'],
    ['a setting', 'password:hunter2'],
    ['a setting of JSON', '"apiKey":"hunter2"'],
    ['words', 'correct horse battery staple'],
    ['lines', '-----BEGIN\nMIIE'],
    ['an address', 'postgres://payments:hunter2@db/payments'],
    ['base64', 'c2VjcmV0'.concat('=')],
    ['a random token', 'ghp_x8Qm2Zr7Lk4Vt9Bn3Wc6Yp1Hd5Sg0Jf2Ra'],
    [
      'a random part of a path',
      'production/payments/x8Qm2Zr7Lk4Vt9Bn3Wc6Yp1Hd',
    ],
    ['a hexadecimal key', '5f4dcc3b5aa765d61d8327deb882cf99'],
  ])('finds %s', (_, text) => {
    expect(looksLikeSecret(text)).toBe(true);
  });

  it.each([
    'DB_PASSWORD',
    'tls.crt',
    'production/payments',
    '{environment}/{service}',
    '{service}-{environment}-database-credentials',
    'production/payments-service/PostgresDatabase2Credentials',
    'password',
    'arn:aws:secretsmanager',
    ' DB_URL ',
    '',
  ])('passes the name "%s"', name => {
    expect(looksLikeSecret(name)).toBe(false);
  });
});
