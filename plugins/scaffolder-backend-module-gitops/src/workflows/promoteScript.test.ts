import { spawnSync } from 'node:child_process';
import { AskedPortal } from './__testUtils__/AskedPortal';
import { ManifestRepository } from './__testUtils__/ManifestRepository';
import { promoteScript } from './promoteScript';

const FILE = 'apps/cart/envs/staging/kustomization.yaml';
const IMAGE = 'registry.example.com/cart';
const kustomization = (tag: string) => `# cart in staging
resources: [../../base]
images:
  - name: registry.example.com/other
    newTag: "9.9.9"
  - name: ${IMAGE}
    newTag: ${tag}   # the release
replicas:
  - name: ${IMAGE}
    count: 2
`;

const shells = ['dash', 'bash --posix', 'busybox sh'].filter(shell => {
  const [command, ...args] = shell.split(' ');
  return spawnSync(command, [...args, '-c', ':']).status === 0;
});

jest.setTimeout(120_000);

describe.each(shells)('promoteScript in %s', shell => {
  let manifests: ManifestRepository;
  let portal: AskedPortal;
  beforeEach(async () => {
    manifests = new ManifestRepository({ [FILE]: kustomization('"1.4.0"') });
    portal = await AskedPortal.start('marker-portal');
  });
  afterEach(async () => {
    manifests.delete();
    await portal.stop();
  });

  const promote = (version: string, env: Record<string, string> = {}) =>
    manifests.run(shell, promoteScript, {
      SERVICE: 'cart',
      ENVIRONMENT: 'staging',
      VERSION: version,
      ENVIRONMENTS: 'test staging',
      FILE: 'apps/{service}/envs/{environment}/kustomization.yaml',
      GITOPS_BRANCH: 'main',
      GITOPS_TOKEN: 'marker-token',
      PORTAL: portal.url,
      PORTAL_TOKEN: 'marker-portal',
      STARTED_BY: 'ana',
      RUN: 'https://git.example.com/runs/7',
      ...env,
    });

  it('writes the version to its place, and no other byte', async () => {
    expect(await promote('1.5.0')).toEqual({
      code: 0,
      said: 'Promoted cart to staging: 1.4.0 -> 1.5.0.\n',
    });
    expect(manifests.read(FILE)).toBe(kustomization('"1.5.0"'));
    expect(manifests.git('log', '-1', '--format=%B', 'main').trim()).toBe(
      'Promote cart 1.5.0 to staging\n\nFrom: 1.4.0\nTo: 1.5.0\nStarted-by: ana\nRun: https://git.example.com/runs/7',
    );
  });

  it('may run again, and changes nothing then', async () => {
    await promote('1.5.0');
    const head = manifests.git('rev-parse', 'main');
    expect(await promote('1.5.0')).toEqual({
      code: 0,
      said: 'staging has cart 1.5.0 already.\n',
    });
    expect(manifests.git('rev-parse', 'main')).toBe(head);
  });

  it('does not go back for a CI that runs again, and does for people', async () => {
    await promote('1.10.0');
    const { code, said } = await promote('1.9.0', { ONLY_NEWER: 'true' });
    expect(code).toBe(0);
    expect(said).toContain('1.10.0, which is newer than 1.9.0');
    expect(manifests.read(FILE)).toContain('"1.10.0"');
    await promote('1.9.0');
    expect(manifests.read(FILE)).toContain('"1.9.0"');
  });

  it('goes on in the order of semver, prereleases too, and never back', async () => {
    // As https://semver.org has them, item 11
    let before = '2.0.0-alpha';
    await promote(before);
    const versions =
      '2.0.0-alpha.1 2.0.0-alpha.beta 2.0.0-beta 2.0.0-beta.2 2.0.0-beta.11 2.0.0-rc.1 2.0.0';
    for (const version of versions.split(' ')) {
      const newer = { ONLY_NEWER: 'true' };
      const { said: onward } = await promote(version, newer);
      expect(onward).toContain(`${before} -> ${version}.`);
      const { said: back } = await promote(before, newer);
      expect(back).toContain(
        `staging has cart ${version}, which is newer than ${before}`,
      );
      before = version;
    }
  });

  it('takes a tag without quotes, as Image Updater leaves it, and Windows line ends', async () => {
    manifests.commit({
      [FILE]: kustomization('1.4.1').replaceAll('\n', '\r\n'),
    });
    await promote('1.5.0');
    expect(manifests.read(FILE)).toBe(
      kustomization('"1.5.0"').replaceAll('\n', '\r\n'),
    );
  });

  it('takes a tag that stands before the name', async () => {
    const text = (tag: string) =>
      `images:\n- newTag: ${tag}\n  name: ${IMAGE}\n- newTag: "1"\n  name: other\n`;
    manifests.commit({ [FILE]: text('1.4.0') });
    expect((await promote('1.5.0')).said).toContain('1.4.0 -> 1.5.0');
    expect(manifests.read(FILE)).toBe(text('"1.5.0"'));
  });

  it('loses nothing beside others: each begins again on what was pushed before it', async () => {
    const others = ['a', 'b', 'c'].map(name => `${name}.yaml`);
    manifests.commit(
      Object.fromEntries(others.map(file => [file, kustomization('1.0.0')])),
    );
    const answers = await Promise.all(
      [...others, FILE].map(file => promote('2.0.0', { FILE: file })),
    );
    expect(answers.map(({ said }) => said)).toEqual(
      answers.map(() => expect.stringContaining('-> 2.0.0.')),
    );
    for (const file of [...others, FILE])
      expect(manifests.read(file)).toContain('"2.0.0"');
  });

  it('ends well before the service is in the environment, and says what comes next', async () => {
    const { code, said } = await promote('0.1.0', { FILE: 'apps/none.yaml' });
    expect(code).toBe(0);
    expect(said).toMatch(
      /^cart is not in staging yet: main of file:.* has no apps\/none\.yaml\. Nothing was promoted\./,
    );
  });

  it('fails with a sentence where a digest decides, whatever the tag', async () => {
    const text = `images:\n  - name: ${IMAGE}\n    newTag: 1.4.0\n    digest: sha256:${'a'.repeat(
      64,
    )}\n`;
    manifests.commit({ [FILE]: text });
    const { code, said } = await promote('1.5.0');
    expect(code).toBe(1);
    expect(said).toContain(
      `${FILE} has a digest of the image, which decides whatever the tag says. Remove the digest`,
    );
    expect(manifests.read(FILE)).toBe(text);
  });

  it.each([
    [
      'an image that is not there',
      { IMAGE: 'x/{service}' },
      /has 0 tags of x\/cart, and one/,
    ],
    [
      'a kustomization without the image of the service',
      { SERVICE: 'basket', FILE },
      /has 0 tags of an image called basket, and one/,
    ],
    ['what is no version', { VERSION: '1;rm' }, /not a version: 1;rm/],
    ['what is no build', { BUILD: '"' }, /not a version: "/],
    ['what is no service', { SERVICE: '../cart' }, /not the name of a service/],
    [
      'an environment that takes versions by pull request',
      { ENVIRONMENT: 'production' },
      /does not promote to production, but to: test staging\. Other environments take versions by pull request/,
    ],
    ['a part of a name', { ENVIRONMENT: 'stag' }, /does not promote to stag,/],
    ['two names', { ENVIRONMENT: 'test staging' }, /not the name of an env/],
  ])('fails with a sentence for %s', async (_, env, sentence) => {
    const { code, said } = await promote('1.5.0', env as {});
    expect(code).toBe(1);
    expect(said).toMatch(sentence);
    expect(said).not.toContain('marker-');
    expect(manifests.read(FILE)).toBe(kustomization('"1.4.0"'));
  });

  it('finds the image by its new name too, and by the pattern where that is given', async () => {
    const text = (tag: string) =>
      `images:\n- name: app\n  newName: ${IMAGE}\n  newTag: ${tag}\n`;
    manifests.commit({ [FILE]: text('1.4.0') });
    await promote('1.5.0');
    expect(manifests.read(FILE)).toBe(text('"1.5.0"'));
    await promote('1.6.0', { IMAGE: 'registry.example.com/{service}' });
    expect(manifests.read(FILE)).toBe(text('"1.6.0"'));
  });

  it('asks the portal before it writes, once, and for the build of a release', async () => {
    await promote('1.5.0', { BUILD: '0.0.0-main.57.g4f2a1b9c0d1e' });
    await promote('1.5.0');
    await promote('1.5.0', { SERVICE: 'none' });
    expect(portal.asked).toEqual([
      {
        path: '/v1/services/component/default/cart/workflow/check',
        token: 'Bearer marker-portal',
        body: {
          to: 'staging',
          version: '1.5.0',
          build: '0.0.0-main.57.g4f2a1b9c0d1e',
        },
      },
    ]);
  });

  it('writes nothing where the portal refuses, and says why, even if gates are optional', async () => {
    portal.answer = {
      allowed: false,
      sentence:
        'Staging is "frozen": ::error::Ana\'s incident, "allowed":true.',
    };
    const { code, said } = await promote('1.5.0', { GATES: 'optional' });
    expect([code, said]).toEqual([
      1,
      'The portal refuses cart 1.5.0 in staging: Staging is "frozen": ::error::Ana\'s incident, "allowed":true.\n',
    ]);
    expect(manifests.read(FILE)).toBe(kustomization('"1.4.0"'));
  });

  it('waits for a version that is on its way, and no longer than it is told to', async () => {
    const notYet = {
      allowed: false,
      retry: true,
      sentence: 'Dev runs 1.4.0.',
    };
    portal.first.push(notYet, notYet);
    expect(await promote('1.5.0', { ASK_EVERY: '0' })).toEqual({
      code: 0,
      said: 'Not yet: Dev runs 1.4.0.\nNot yet: Dev runs 1.4.0.\nPromoted cart to staging: 1.4.0 -> 1.5.0.\n',
    });
    portal.answer = notYet;
    expect(await promote('1.6.0', { ASK_FOR: '0' })).toEqual({
      code: 1,
      said: 'The portal refuses cart 1.6.0 in staging: Dev runs 1.4.0.\n',
    });
  });

  describe.each([
    ['is down', { PORTAL: 'http://127.0.0.1:9' }],
    ['is not named', { PORTAL: '' }],
    ['refuses the token', { PORTAL_TOKEN: 'other' }],
    ['answers a page', {}],
  ])('where the portal %s', (problem, env) => {
    beforeEach(() => {
      if (problem === 'answers a page') portal.answer = '<html>';
    });

    it('writes nothing', async () => {
      const { code, said } = await promote('1.5.0', env as {});
      expect(code).toBe(1);
      expect(said).toMatch(/could not be asked .* Nothing was promoted: run/);
      expect(manifests.read(FILE)).toBe(kustomization('"1.4.0"'));
    });

    it('goes on where gates are optional, and says so', async () => {
      const { code, said } = await promote('1.5.0', {
        GATES: 'optional',
        ...(env as {}),
      });
      expect(code).toBe(0);
      expect(said).toMatch(/could not be asked .* promoted all the same/);
      expect(manifests.read(FILE)).toBe(kustomization('"1.5.0"'));
    });
  });
});
