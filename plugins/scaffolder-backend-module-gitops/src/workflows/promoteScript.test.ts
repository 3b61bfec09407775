import { spawnSync } from 'node:child_process';
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
  beforeEach(() => {
    manifests = new ManifestRepository({ [FILE]: kustomization('"1.4.0"') });
  });
  afterEach(() => manifests.delete());

  const promote = (tag: string, env: Record<string, string> = {}) =>
    manifests.run(shell, promoteScript, {
      SERVICE: 'cart',
      ENVIRONMENT: 'staging',
      GITOPS_BRANCH: 'main',
      GITOPS_TOKEN: 'marker-token',
      IMAGE,
      FILE,
      TAG: tag,
      TAG_PREFIX: 'v',
      ...env,
    });

  it('writes the version to its place, and no other byte', async () => {
    expect(await promote('v1.5.0')).toEqual({
      code: 0,
      said: 'Promoted cart to staging: 1.4.0 -> 1.5.0.\n',
    });
    expect(manifests.read(FILE)).toBe(kustomization('"1.5.0"'));
    expect(manifests.git('log', '-1', '--format=%B', 'main').trim()).toBe(
      'Promote cart 1.5.0 to staging\n\nFrom: 1.4.0\nTo: 1.5.0',
    );
  });

  it('may run again, and changes nothing then', async () => {
    await promote('v1.5.0');
    const head = manifests.git('rev-parse', 'main');
    expect(await promote('v1.5.0')).toEqual({
      code: 0,
      said: 'staging has cart 1.5.0 already.\n',
    });
    expect(manifests.git('rev-parse', 'main')).toBe(head);
  });

  it('does not go back, unless it is told to', async () => {
    await promote('v1.10.0');
    const { code, said } = await promote('v1.9.0');
    expect(code).toBe(0);
    expect(said).toContain('1.10.0, which is newer than 1.9.0');
    expect(manifests.read(FILE)).toContain('"1.10.0"');
    await promote('v1.9.0', { ALLOW_OLDER: 'true' });
    expect(manifests.read(FILE)).toContain('"1.9.0"');
  });

  it('goes on in the order of semver, prereleases too, and never back', async () => {
    // As https://semver.org has them, item 11
    let before = '2.0.0-alpha';
    await promote(`v${before}`);
    const versions =
      '2.0.0-alpha.1 2.0.0-alpha.beta 2.0.0-beta 2.0.0-beta.2 2.0.0-beta.11 2.0.0-rc.1 2.0.0';
    for (const version of versions.split(' ')) {
      const { said: onward } = await promote(`v${version}`);
      expect(onward).toContain(`${before} -> ${version}.`);
      const { said: back } = await promote(`v${before}`);
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
    await promote('v1.5.0');
    expect(manifests.read(FILE)).toBe(
      kustomization('"1.5.0"').replaceAll('\n', '\r\n'),
    );
  });

  it('takes a tag that stands before the name', async () => {
    const text = (tag: string) =>
      `images:\n- newTag: ${tag}\n  name: ${IMAGE}\n- newTag: "1"\n  name: other\n`;
    manifests.commit({ [FILE]: text('1.4.0') });
    expect((await promote('v1.5.0')).said).toContain('1.4.0 -> 1.5.0');
    expect(manifests.read(FILE)).toBe(text('"1.5.0"'));
  });

  it('loses nothing beside others: each begins again on what was pushed before it', async () => {
    const others = ['a', 'b', 'c'].map(name => `apps/${name}/k.yaml`);
    manifests.commit(
      Object.fromEntries(others.map(file => [file, kustomization('1.0.0')])),
    );
    const answers = await Promise.all(
      [...others, FILE].map(file => promote('v2.0.0', { FILE: file })),
    );
    expect(answers.map(({ said }) => said)).toEqual(
      answers.map(() => expect.stringContaining('-> 2.0.0.')),
    );
    for (const file of [...others, FILE])
      expect(manifests.read(file)).toContain('"2.0.0"');
  });

  it('ends well before the service is in the environment, and says what comes next', async () => {
    const { code, said } = await promote('v0.1.0', { FILE: 'apps/none.yaml' });
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
    const { code, said } = await promote('v1.5.0');
    expect(code).toBe(1);
    expect(said).toContain(
      `${FILE} has a digest of ${IMAGE}, which decides whatever the tag says. Remove the digest`,
    );
    expect(manifests.read(FILE)).toBe(text);
  });

  it.each([
    ['an image that is not there', { IMAGE: 'x' }, /has 0 tags of x, and one/],
    [
      'what is no version',
      { TAG: 'v1;rm' },
      /The tag v1;rm is no release: that/,
    ],
    [
      'a tag that is no release',
      { TAG: 'nightly' },
      /The tag nightly is no release: that is v and a version, such as v1\.2\.3/,
    ],
  ])('fails with a sentence for %s', async (_, env, sentence) => {
    const { code, said } = await promote('v1.5.0', env as {});
    expect(code).toBe(1);
    expect(said).toMatch(sentence);
    expect(said).not.toContain('marker-token');
    expect(manifests.read(FILE)).toBe(kustomization('"1.4.0"'));
  });
});
