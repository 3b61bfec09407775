import { findSecretsInValue } from './findSecretsInValue';
import { refuseSecretsInFiles, refuseSecretsInValues } from './refuseSecrets';

// Put together here, so that nobody's scanner takes this file for a leak
const aws = ['AKIA', 'IOSFODNN7', 'EXAMPL3'].join('');
const github = ['gh', 'p_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('');
const random = ['q7Xr2Lk9Zt', 'Vw3Bn8Yc1M', 'sH5Gd0Pj4F'].join('');
const own = ['Sommer', '2026!'].join('');

const messageOf = (refusing: Promise<void>) =>
  refusing.then(
    () => 'nothing',
    error => `${error.name}: ${error.message} ${error.stack}`,
  );

/** How files are handled, with the log. */
async function handled(
  files: Record<string, string>,
  {
    before,
    platform = [],
    template = [],
  }: {
    before?: Record<string, string>;
    platform?: { path: string; reason: string }[];
    template?: { path: string; reason: string }[];
  } = {},
) {
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  const refusal = await messageOf(
    refuseSecretsInFiles(
      {
        files: Object.entries(files).map(
          ([path, text]) => [path, Buffer.from(text)] as const,
        ),
        before: before && (async path => Buffer.from(before[path] ?? '')),
      },
      { platform, template, logger: { info: say, warn: say } },
    ),
  );
  return { refusal, log: log.join('\n') };
}

describe('refusing files', () => {
  it('names the place and not the value', async () => {
    const { refusal, log } = await handled(
      {
        'a.yaml': 'x: 1\n',
        'b.yaml': `password: sesame\nkey: ${random}\nid: ${aws}\n`,
      },
      { before: {} },
    );
    expect(refusal).toMatch(
      /^InputError: This looks like a secret: b\.yaml:1 \(a value of password\), b\.yaml:2 .*b\.yaml:3 .*Nothing was written to Git/,
    );
    for (const value of ['sesame', random, aws])
      expect(`${refusal}${log}`).not.toContain(value);
  });

  it('lets samples of a new repository pass with a warning, and in a change only where they are not added', async () => {
    const files = { 'a.properties': 'password=clinic\n' };
    const warning =
      'Make sure that this is no secret: a.properties:1 (a value of password)';
    expect(await handled(files)).toEqual({ refusal: 'nothing', log: warning });
    expect(await handled(files, { before: files })).toEqual({
      refusal: 'nothing',
      log: '',
    });
    expect((await handled(files, { before: {} })).refusal).toContain(
      'a.properties:1',
    );
  });

  it('refuses of a new repository what is likely', async () => {
    expect(
      (await handled({ 'a.properties': `password=${own}` })).refusal,
    ).toContain('a.properties:1');
  });

  it('names the surest first, and how many there are more', async () => {
    const samples = Array.from({ length: 12 }, () => 'password: sesame');
    const { refusal } = await handled(
      { 'a.txt': [...samples, `id: ${aws}`].join('\n') },
      { before: { 'a.txt': '' } },
    );
    expect(refusal).toContain('a.txt:13 (an aws key)');
    const many = await handled(
      { 'a.ini': samples.join('\n') },
      { before: { 'a.ini': '' } },
    );
    expect(many.refusal).toContain('a.ini:10 (a value of password) and 2 more');
  });

  it('does not let a path change the log', async () => {
    const { log } = await handled({ 'a\n\u001b[2Jb.ini': 'password=sesame' });
    expect(log).not.toMatch(/\p{Cc}/u);
  });
});

describe('allowing', () => {
  const reason = 'The accounts of the tutorial do not exist';
  const allowed = [{ path: 'docs/*', reason }];

  it('names what is allowed, with the reason', async () => {
    expect(
      await handled({ 'docs/a.ini': `password=${own}` }, { template: allowed }),
    ).toEqual({
      refusal: 'nothing',
      log: `Looks like a secret, and is allowed: docs/a.ini:1 (a value of password). The reason: ${reason}`,
    });
  });

  it('is for the files of the pattern alone', async () => {
    for (const path of ['a.ini', 'docs/deep/a.ini', 'my/docs/a.ini'])
      expect(
        (await handled({ [path]: `password=${own}` }, { template: allowed }))
          .refusal,
      ).toContain(path);
  });

  it('of what is certain is for the platform, and not for a template', async () => {
    const files = { 'docs/a.ini': `id=${aws}` };
    expect((await handled(files, { template: allowed })).refusal).toContain(
      'docs/a.ini:1',
    );
    expect(await handled(files, { platform: allowed })).toEqual({
      refusal: 'nothing',
      log: expect.stringContaining(reason),
    });
  });

  it('needs a reason', async () =>
    expect(
      (
        await handled(
          { 'a.ini': 'a=b' },
          { platform: [{ path: 'a.ini', reason: ' ' }] },
        )
      ).refusal,
    ).toContain('What is allowed in a.ini needs a reason'));
});

describe('refusing values', () => {
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
    [{ description: `password: ${own}` }, 'input.description'],
    [{ description: `Its password is ${own}, as ever` }, 'input.description'],
    [{ description: `Passwort: ${own}` }, 'input.description'],
    [{ url: 'redis://:sesame@cache:6379' }, 'input.url'],
    [{ text: `# secretlint-disable\n${aws}` }, 'input.text'],
    [{ text: `${aws} secretlint-disable-line` }, 'input.text'],
  ])('names the place and not the value, in %j', async (value, place) => {
    const message = await messageOf(refuseSecretsInValues(value, 'input'));
    expect(message).toContain(`secret: ${place} (`);
    for (const secret of ['sesame', random, github, own, aws])
      expect(message).not.toContain(secret);
  });

  it('lets what is none pass', async () =>
    expect(
      await findSecretsInValue(
        {
          name: 'payments',
          owner: 'group:default/team-a',
          description: 'Takes the password of nobody. Token: see the wiki',
          homepage:
            'https://docs.example.com/2024/PaymentsOfCustomers2/HowTheyAreTaken',
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
    ).toEqual([]));
});
