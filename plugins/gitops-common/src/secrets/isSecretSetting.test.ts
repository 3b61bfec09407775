import { isSecretSetting } from './isSecretSetting';

describe('isSecretSetting', () => {
  it.each([
    'DB_PASSWORD',
    'apiKey',
    'client-secret',
    'DB_PASS',
    'SMTP_PASS',
    'PGPASS',
    'dbPass',
    'pass',
    'Passwort',
  ])('is true of %s', name =>
    expect(isSecretSetting(name, 'sesame')).toBe(true),
  );

  it.each([
    'secretName',
    'tokenUrl',
    'imagePullSecrets',
    'bypass',
    'compass',
    'BYPASS',
    'passes',
    'publicKeyToken',
  ])('is false of %s', name =>
    expect(isSecretSetting(name, 'sesame')).toBe(false),
  );
});
