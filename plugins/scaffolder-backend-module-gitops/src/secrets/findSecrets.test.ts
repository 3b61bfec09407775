import { generateKeyPairSync } from 'node:crypto';
import { findSecrets } from './findSecrets';
import { refuseSecretsInFiles, refuseSecretsInValues } from './refuseSecrets';

// Put together here, so that nobody's scanner takes this file for a leak
const aws = ['AKIA', 'IOSFODNN7', 'EXAMPL3'].join('');
const github = ['gh', 'p_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('');
const random = ['q7Xr2Lk9Zt', 'Vw3Bn8Yc1M', 'sH5Gd0Pj4F'].join('');

const hex = '9f86d081884c7d65'.repeat(4);
const base36 = ['k3j9x0q2w7', 'm5z8c1v6b4', 'n0p7r2t9y1'].join('');
const base64 = ['q7Xr2Lk9Zt', 'Vw3Bn8Yc1MsQ', '=='].join('');

const whats = async (text: string, file = 'values.yaml') =>
  (await findSecrets(text, file)).map(({ place, what }) => `${place} ${what}`);

describe('findSecrets', () => {
  it.each([
    [
      'a Secret, whatever it holds',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n',
      'values.yaml:1 a Kubernetes Secret',
    ],
    [
      'a Secret in a second document and in a list',
      'a: 1\n---\napiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Secret}\n',
      'values.yaml:6 a Kubernetes Secret',
    ],
    [
      'a password that looks harmless',
      'db:\n  password: summer\n',
      'values.yaml:2 a value of password',
    ],
    [
      'one in a container',
      'env:\n  - name: DB_PASSWORD\n    value: hunter2\n',
      'values.yaml:3 a value of DB_PASSWORD',
    ],
    [
      'one in camel case, quoted, in braces',
      '{clientSecret: "abc def"}',
      'values.yaml:1 a value of clientSecret',
    ],
    ['a number', 'api_key: 123456\n', 'values.yaml:1 a value of api_key'],
    ['what is random', `x: ${random}\n`, 'values.yaml:1 as random as a key'],
    [
      'what Kustomize makes a Secret of',
      'secretGenerator:\n- name: a\n  literals: [PASSWORD=sesame123]\n',
      'values.yaml:1 a secretGenerator, which makes a Kubernetes Secret',
      'values.yaml:3 a value of PASSWORD',
    ],
    [
      'what Kustomize makes a Secret of, from a file',
      'secretGenerator:\n- {name: a, files: [a.txt]}\n',
      'values.yaml:1 a secretGenerator, which makes a Kubernetes Secret',
    ],
    [
      'a list of Secrets',
      'apiVersion: v1\nkind: SecretList\nitems: []\n',
      'values.yaml:1 a Kubernetes Secret',
    ],
    [
      'a Secret in a list in a list',
      'kind: List\nitems:\n- kind: List\n  items:\n  - {apiVersion: v1, kind: Secret}\n',
      'values.yaml:5 a Kubernetes Secret',
    ],
    [
      'a Secret among the values of a chart',
      'extraObjects:\n- {apiVersion: v1, kind: Secret, data: {}}\n',
      'values.yaml:2 a Kubernetes Secret',
    ],
    [
      'a Secret in a ConfigMap',
      'kind: ConfigMap\ndata:\n  a.yaml: |\n    # one\n    apiVersion: v1\n    kind: Secret\n',
      'values.yaml:5 a Kubernetes Secret',
    ],
    [
      'a password in the values of an Application',
      'helm:\n  values: |\n    db:\n      password: sesame\n',
      'values.yaml:4 a value of password',
    ],
    [
      'properties in a ConfigMap',
      'data:\n  application.properties: |\n    a=b\n    spring.datasource.password = sesame\n',
      'values.yaml:4 a value of spring.datasource.password',
    ],
    [
      'a password by an alias',
      'x: &x sesame\npassword: *x\n',
      'values.yaml:2 a value of password',
    ],
    [
      'passwords by names',
      'passwords:\n  main: sesame\n',
      'values.yaml:2 a value of passwords',
    ],
    [
      'passwords in a list',
      'passwords: [sesame]\n',
      'values.yaml:1 a value of passwords',
    ],
    [
      'an argument',
      'args: ["--password=hunter22"]\n',
      'values.yaml:1 a value of password',
    ],
    [
      'an argument in two words',
      'args:\n- --password\n- hunter22\n',
      'values.yaml:3 a value of password',
    ],
    [
      'a command',
      'command: [sh, -c, "PGPASSWORD=hunter22 npm start"]\n',
      'values.yaml:1 a value of PGPASSWORD',
    ],
    [
      'a hexadecimal key',
      `sessionKey: ${hex}\n`,
      'values.yaml:1 a value of sessionKey',
    ],
    [
      'one in base36',
      `HMAC_KEY: ${base36}\n`,
      'values.yaml:1 a value of HMAC_KEY',
    ],
    ['one in base64', `salt: ${base64}\n`, 'values.yaml:1 a value of salt'],
  ])('finds %s', async (_, text, ...expected) =>
    expect((await whats(text)).sort()).toEqual(expected),
  );

  it('finds what is behind a zero, in UTF-16 and at the end of a large file', async () => {
    expect(await whats('\0\nAPI_TOKEN=sesame\n', 'a.bin')).toHaveLength(1);
    const wide = [...'API_TOKEN=sesame\n'].join('\0');
    expect(await whats(wide, '.env')).toHaveLength(1);
    const large = `${'a = 1\n'.repeat(800_000)}API_TOKEN=sesame\n`;
    expect(await whats(large, '.env')).toEqual([
      '.env:800001 a value of API_TOKEN',
    ]);
  });

  it('finds no randomness in what is compressed, but in a text of two bytes a letter', async () => {
    expect(await whats(`\x89PNG\r\n\0\0${random}`, 'a.png')).toEqual([]);
    expect(await whats([...`a ${random}\n`].join('\0'), 'a.txt')).toHaveLength(
      1,
    );
  });

  it.each([
    ['an AWS key', `id: ${aws}`, /aws/],
    ['a token of GitHub', `# ${github}`, /github/],
    [
      'an address with a password',
      'url: postgres://app:sesame9x@db/orders',
      /secret/,
    ],
    [
      'a private key',
      generateKeyPairSync('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
        publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
      }).privateKey,
      /private/,
    ],
  ])('knows %s', async (_, text, name) => {
    const found = await findSecrets(text, 'a.txt');
    expect(found.map(({ what }) => what).join()).toMatch(name);
    expect(found[0].place).toBe('a.txt:1');
  });

  it.each([
    ['a digest', `image: a@sha256:${'0a1b2c3d'.repeat(8)}`],
    ['a commit', 'revision: 434ca61925dec36f64f9b1cf7b6b423e5f33710f'],
    ['a UUID', 'id: 7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11'],
    [
      'an integrity hash',
      '"integrity": "sha512-JxVRCNx2wsIIA9HGjkpTZz8lb2fuEcN8wnjDKMoWwuqYW2G6V2FQZ5XXBXaFqeAR3Bz6Ppff0MJ2TXQYkcQjzQ=="',
    ],
    ['the name of a secret', 'secretName: orders-secrets\nexistingSecret: a-b'],
    ['a reference', 'password: ${DB_PASSWORD}\ntoken: ${{ secrets.TOKEN }}'],
    ['a key of an ExternalSecret', 'data:\n- secretKey: DATABASE_URL\n'],
    [
      'a reference of a container',
      'env:\n- name: TOKEN\n  valueFrom: {secretKeyRef: {name: a, key: b}}',
    ],
    ['a right', 'permissions: {id-token: write}'],
    ['a switch', 'automountServiceAccountToken: false'],
    [
      'a path',
      'path: apps/orders-Service2/envs/production-EU1/kustomization.yaml',
    ],
    [
      'a patch that names the kind',
      'patches:\n- target: {kind: Secret}\n  patch: x',
    ],
    ['a store', 'apiVersion: external-secrets.io/v1\nkind: SecretStore\n'],
    ['a sealed one', 'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\n'],
    ['a hole to fill', 'token: <your token>'],
    ['the name of a Secret', 'passwordSecret: cart-db'],
    ['a sample', 'const token = "test"'],
    ['a version', '"js-tokens": "^4.0.0 || ^5.0.0"'],
    [
      'a module of Go',
      `example.com/a v1.0.0 h1:${random}${random.slice(0, 13)}=`,
    ],
    ['a public key', `key: ssh-ed25519 AAAAC3Nz${random}${random} a@b`],
    [
      'a certificate',
      `ca: |\n  -----BEGIN CERTIFICATE-----\n  ${random}\n  ${random}\n  -----END CERTIFICATE-----\n`,
    ],
    [
      'a certificate in base64',
      `caBundle: ${Buffer.from(
        `-----BEGIN CERTIFICATE-----\n${random}`,
      ).toString('base64')}`,
    ],
    ['a digest of a key', `key: sha256:${hex}`],
    ['a commit of a key', 'key: 434ca61925dec36f64f9b1cf7b6b423e5f33710f'],
    ['a UUID of a key', 'kmsKey: 7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11'],
    ['an entry of a store', 'key: production/payments-service/Database2'],
    ['a lifetime of tokens', 'tokens: {access: 15m}'],
    ['volumes', 'volumes: [{name: a, secret: {secretName: cart-db}}]'],
    ['a pull secret', 'imagePullSecrets: [{name: registry}]'],
    ['a command', 'args: [--token, $(TOKEN), "--password=$PASSWORD"]'],
    [
      'the head of an XMP packet',
      '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    ],
    [
      'switches and numbers of tokens',
      'tokens: {enabled: true, ttl: 3600, audience: vault}',
    ],
    ['a limit of tokens', 'rateLimit: {tokens: {perMinute: 100}}'],
    [
      'where passwords are',
      'passwords: {existingSecret: my-secret, key: password}',
    ],
    ['where tokens are', 'tokens: {secretName: my-tokens, audience: vault}'],
    ['a hole to fill, in words', 'API_KEY: your-api-key'],
    ['a mount of a build', 'RUN --mount=type=secret,id=npm npm ci'],
  ])('takes %s for none', async (_, text) =>
    expect(await whats(text)).toEqual([]),
  );
});

describe('refusing', () => {
  const messageOf = (refusing: Promise<void>) =>
    refusing.then(
      () => 'nothing',
      error => `${error.name}: ${error.message} ${error.stack}`,
    );

  it('names the place and not the value, in files', async () => {
    const message = await messageOf(
      refuseSecretsInFiles([
        ['a.yaml', 'x: 1\n'],
        ['b.yaml', `password: sesame\nkey: ${random}\nid: ${aws}\n`],
      ]),
    );
    expect(message).toMatch(
      /^InputError: This looks like a secret: b\.yaml:3 .*b\.yaml:1 \(a value of password\), b\.yaml:2 .*Nothing was written to Git/,
    );
    for (const value of ['sesame', random, aws])
      expect(message).not.toContain(value);
  });

  it.each([
    [{ env: { DB_PASSWORD: 'sesame' } }, 'input.env.DB_PASSWORD'],
    [{ list: [{ name: 'API_TOKEN', value: 'sesame' }] }, 'input.list[0].value'],
    [{ text: `see ${github}` }, 'input.text'],
    [{ command: ['sh', '-c', 'TOKEN=sesame run'] }, 'input.command[2]'],
    [{ args: ['--token', 'sesame'] }, 'input.args[1]'],
    [{ passwords: { main: 'sesame' } }, 'input.passwords.main'],
    [{ command: 'login --password secret' }, 'input.command'],
    [{ manifest: 'apiVersion: v1\nkind: Secret' }, 'input.manifest'],
    [{ keys: [{ key: 'A', property: random }] }, 'input.keys[0].property'],
  ])('names the place and not the value, in %j', async (value, place) => {
    const message = await messageOf(refuseSecretsInValues(value, 'input'));
    expect(message).toContain(`secret: ${place} (`);
    for (const secret of ['sesame', random, github])
      expect(message).not.toContain(secret);
  });

  it('lets what is none pass', async () =>
    expect(
      await messageOf(
        refuseSecretsInValues(
          {
            name: 'payments',
            owner: 'group:default/team-a',
            description: 'Takes the password of nobody',
            keys: [
              {
                secretKey: 'STRIPE_KEY',
                key: 'production/payments',
                property: 'STRIPE_KEY',
              },
            ],
            replicas: 2,
            tokens: { enabled: true, secretName: 'my-tokens', audience: 'a-b' },
            image: null,
          },
          'input',
        ),
      ),
    ).toBe('nothing'));
});
