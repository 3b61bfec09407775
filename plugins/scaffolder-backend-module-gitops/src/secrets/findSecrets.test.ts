import { generateKeyPairSync } from 'node:crypto';
import { findSecrets } from './findSecrets';

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

  it('finds in JSON what another field of the same name hides', async () =>
    expect(
      await whats('{\n"password": "sesame",\n"password": ""\n}', 'a.json'),
    ).toEqual(['a.json:2 a value of password']));

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
      /a password in an address/,
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
    ['the Secret in the values of a chart', 'envFromSecret: cart-secrets'],
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
    [
      'what a SealedSecret has',
      `kind: SealedSecret\nspec: {encryptedData: {password: AgB${random.repeat(
        10,
      )}}}`,
    ],
    [
      'what SOPS has encrypted',
      `apiVersion: v1\nkind: Secret\nstringData:\n  password: ENC[AES256_GCM,data:${random},iv:${random}=,tag:${random}==,type:str]\nsops: {mac: a}\n`,
    ],
    [
      'an image within a text',
      `background: url(data:image/png;base64,${random}${random})`,
    ],
    [
      'an address',
      'see: https://www.w3.org/TR/DOM-Level-3-Events/#event-type-click',
    ],
    ['a name in an annotation', 'example.com/auth-secret: basic-auth'],
  ])('takes %s for none', async (_, text) =>
    expect(await whats(text)).toEqual([]),
  );
});

describe('levels', () => {
  const levelsOf = async (text: string, file = 'values.yaml') =>
    (await findSecrets(text, file)).map(({ level }) => level);
  const own = ['Sommer', '2026!'].join('');

  it.each([
    ['an AWS key', `id: ${aws}`],
    [
      'a Secret with values',
      'apiVersion: v1\nkind: Secret\nstringData: {a: b}',
    ],
    ['a generator with literals', 'secretGenerator: [{literals: [a=b]}]'],
  ])('%s is certain', async (_, text) =>
    expect(await levelsOf(text)).toEqual(['certain']),
  );

  it('a Secret of a template is certain only where it has a value', async () => {
    const secret = (data: string) =>
      `{{ if .a }}\napiVersion: v1\nkind: Secret\ndata:\n  a: ${data}\n{{ end }}\n`;
    expect(await levelsOf(secret('{{ .Values.a | b64enc }}'))).toEqual([
      'doubtful',
    ]);
    expect(await levelsOf(secret('c2VzYW1l'))).toEqual(['certain']);
    expect(await levelsOf(secret('string'), 'secret.cue')).toEqual([
      'doubtful',
    ]);
  });

  it.each([
    ['somebody chose', own],
    ['a generator made', random],
  ])('a value as %s is likely', async (_, value) => {
    expect(await levelsOf(`password: ${value}`)).toEqual(['likely']);
    expect(await levelsOf(`PASSWORD=${value}`, 'a.sh')).toEqual(['likely']);
    expect(await levelsOf(`password = '${value}'`, 'a.js')).toEqual(['likely']);
  });

  it.each(['sesame', 'petclinic', 'changeme1', 'my-secret-2', 'Test1234!'])(
    'the value %s may be a sample',
    async value =>
      expect(await levelsOf(`password: ${value}`)).toEqual(['doubtful']),
  );

  it('counts less in tests, and a sample in documentation and CI too', async () => {
    for (const file of ['src/test/resources/a.yaml', 'tests/a.yaml'])
      expect([
        await levelsOf(`password: ${own}`, file),
        await levelsOf('password: sesame', file),
      ]).toEqual([['doubtful'], ['possible']]);
    for (const file of ['.github/workflows/ci.yaml', 'docker-compose.yml'])
      expect([
        await levelsOf(`password: ${own}`, file),
        await levelsOf('password: sesame', file),
      ]).toEqual([['likely'], ['possible']]);
    // An environment is no test, and a service no file of messages
    for (const folder of ['cart/envs/test', 'messages', 'lang', 'samples2'])
      expect(
        await levelsOf('password: sesame', `apps/${folder}/values.yaml`),
      ).toEqual(['doubtful']);
  });

  it('names of a line what is surest', async () =>
    expect(await whats(`{password: sesame, token: ${aws}}`)).toEqual([
      'values.yaml:1 an aws key',
    ]));

  it('a Secret of SOPS counts where a value is not encrypted', async () =>
    expect(
      await levelsOf(
        'apiVersion: v1\nkind: Secret\nstringData: {a: b}\nsops: {mac: a}\n',
      ),
    ).toEqual(['certain']));

  it('what is only random is possible', async () =>
    expect(await levelsOf(`x: ${random}`)).toEqual(['possible']));
});

describe('comments', () => {
  it.each([
    (line: string) => `# secretlint-disable\n${line}\n`,
    (line: string) => `<!-- secretlint-disable -->\n${line}\n`,
    (line: string) => `// secretlint-disable-next-line\n${line}\n`,
    (line: string) =>
      `/* secretlint-disable */\n${line}\n/* secretlint-enable */\n`,
    (line: string) =>
      `\n${line} # secretlint-disable-line @secretlint/secretlint-rule-aws\n`,
    (line: string) =>
      `# secretlint-disable @secretlint/secretlint-rule-aws -- a sample\n${line}\n`,
  ])('switch nothing off: %#', async write => {
    expect(await whats(write(`id: ${aws}`), 'a.txt')).toEqual([
      'a.txt:2 an aws key',
    ]);
    expect(await whats(write(`id: ${github}`), 'a.txt')).toEqual([
      'a.txt:2 a github secret',
    ]);
  });
});

describe('what the text had before', () => {
  const added = async (before: string, after: string) =>
    (await findSecrets(after, 'ci.yaml', before)).map(({ place }) => place);
  const before = 'env:\n  POSTGRES_PASSWORD: sesame\n';

  it('does not count, wherever it stands now', async () => {
    expect(await added(before, `on: push\n\n${before}jobs: {}\n`)).toEqual([]);
  });

  it('counts where it has another value, another name or is there once more', async () => {
    expect(await added(before, before.replace('sesame', 'open'))).toEqual([
      'ci.yaml:2',
    ]);
    expect(await added(before, before.replace('POSTGRES', 'MYSQL'))).toEqual([
      'ci.yaml:2',
    ]);
    expect(await added(before, `${before}${before.split('\n')[1]}\n`)).toEqual([
      'ci.yaml:3',
    ]);
  });

  it('counts beside another on the same line', async () =>
    expect(
      await added('a: {password: sesame}', `a: {password: sesame, id: ${aws}}`),
    ).toEqual(['ci.yaml:1']));

  it('counts in a Secret that has a value more', async () => {
    const secret = 'apiVersion: v1\nkind: Secret\nstringData:\n  a: b\n';
    expect(await added(secret, `# one\n${secret}`)).toEqual([]);
    expect(await added(secret, `${secret}  c: d\n`)).toEqual(['ci.yaml:1']);
  });
});
