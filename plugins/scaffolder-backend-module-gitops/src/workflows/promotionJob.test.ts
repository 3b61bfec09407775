import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { promotionJob } from './promotionJob';
import { WorkflowStyle, workflowStyles } from './workflowStyle';

const run = promisify(execFile);
const TOKEN = 'marker-token';
const FILE = 'apps/cart/envs/staging/kustomization.yaml';
const IMAGE = 'registry.example.com/cart';
const kustomization = (tag: string) => `# cart in staging
resources: [../../base]
images:
  - name: registry.example.com/other
    newTag: "9.9.9"
  - name: ${IMAGE}
    newTag: ${tag}   # the release
`;

const promotion = {
  service: 'cart',
  environment: 'staging',
  image: IMAGE,
  file: FILE,
  repository: 'https://git.example.com/platform/gitops.git',
  branch: 'main',
  tokenName: 'GITOPS_TOKEN',
  tagPrefix: 'v',
  after: 'image',
};

const jobOf = (style: WorkflowStyle) => promotionJob(style, promotion) as any;

/** What the host's CI would run. */
function stepOf(style: WorkflowStyle): {
  script: string;
  env: Record<string, string>;
} {
  const job = jobOf(style);
  if (style === 'gitlab')
    return { script: job.script.join('\n'), env: job.variables };
  const [{ run: script, env }] = job.steps;
  return { script, env };
}

jest.setTimeout(120_000);

describe.each(workflowStyles)('the job of %s', style => {
  let folder: string;
  let origin: string;
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  const shown = (file = FILE) => git('-C', origin, 'show', `main:${file}`);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'promote-'));
    origin = join(folder, 'gitops.git');
    git('init', '--quiet', '--bare', '--initial-branch=main', origin);
    await commit({ [FILE]: kustomization('"1.4.0"') });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function commit(files: Record<string, string>) {
    const clone = mkdtempSync(join(folder, 'clone-'));
    git('clone', '--quiet', origin, clone);
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(clone, file)), { recursive: true });
      writeFileSync(join(clone, file), text);
    }
    const as = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    git('-C', clone, 'checkout', '--quiet', '-B', 'main');
    git('-C', clone, 'add', '.');
    git('-C', clone, ...as, 'commit', '--quiet', '-m', 'Others');
    git('-C', clone, 'push', '--quiet', 'origin', 'main');
  }

  async function promote(tag: string, env: Record<string, string> = {}) {
    const { script, env: own } = stepOf(style);
    try {
      const { stdout, stderr } = await run('sh', ['-c', script], {
        cwd: folder,
        env: {
          ...process.env,
          ...own,
          CI_COMMIT_TAG: tag,
          TAG: tag,
          GITOPS_TOKEN: TOKEN,
          GITOPS_URL: `file://${origin}`,
          ...env,
        },
      });
      return { code: 0, said: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as {
        code: number;
        stdout: string;
        stderr: string;
      };
      return { code, said: stdout + stderr };
    }
  }

  it('writes the version to its place, and no other byte', async () => {
    expect(await promote('v1.5.0')).toEqual({
      code: 0,
      said: 'Promoted cart to staging: 1.4.0 -> 1.5.0.\n',
    });
    expect(shown()).toBe(kustomization('"1.5.0"'));
    expect(git('-C', origin, 'log', '-1', '--format=%B', 'main').trim()).toBe(
      'Promote cart 1.5.0 to staging\n\nFrom: 1.4.0\nTo: 1.5.0',
    );
  });

  it('may run again, and changes nothing then', async () => {
    await promote('v1.5.0');
    const head = git('-C', origin, 'rev-parse', 'main');
    expect(await promote('v1.5.0')).toEqual({
      code: 0,
      said: 'staging has cart 1.5.0 already.\n',
    });
    expect(git('-C', origin, 'rev-parse', 'main')).toBe(head);
  });

  it('does not go back, unless it is told to', async () => {
    await promote('v1.10.0');
    const { code, said } = await promote('v1.9.0');
    expect(code).toBe(0);
    expect(said).toContain('1.10.0, which is newer than 1.9.0');
    expect(shown()).toContain('"1.10.0"');
    await promote('v1.9.0', { ALLOW_OLDER: 'true' });
    expect(shown()).toContain('"1.9.0"');
  });

  it('takes a tag without quotes, as Image Updater leaves it, and Windows line ends', async () => {
    await commit({ [FILE]: kustomization('1.4.1').replaceAll('\n', '\r\n') });
    await promote('v1.5.0');
    expect(shown()).toBe(kustomization('"1.5.0"').replaceAll('\n', '\r\n'));
  });

  it('loses nothing beside others: each begins again on what was pushed before it', async () => {
    const others = ['a', 'b', 'c'].map(name => `apps/${name}/k.yaml`);
    await commit(
      Object.fromEntries(others.map(file => [file, kustomization('1.0.0')])),
    );
    const answers = await Promise.all(
      [...others, FILE].map(file => promote('v2.0.0', { FILE: file })),
    );
    expect(answers.map(({ said }) => said)).toEqual(
      answers.map(() => expect.stringContaining('-> 2.0.0.')),
    );
    for (const file of [...others, FILE])
      expect(shown(file)).toContain('"2.0.0"');
  });

  it('ends well before the service is in the environment, and says what comes next', async () => {
    const { code, said } = await promote('v0.1.0', { FILE: 'apps/none.yaml' });
    expect(code).toBe(0);
    expect(said).toMatch(
      /^cart is not in staging yet: main of file:.* has no apps\/none\.yaml\. Nothing was promoted\./,
    );
  });

  it.each([
    [
      'an image that is not there',
      { IMAGE: 'x' },
      /has 0 tags of x, and one is needed/,
    ],
    [
      'a tag that is no version',
      { TAG: 'v1;rm', CI_COMMIT_TAG: 'v1;rm' },
      /The tag v1;rm is no release: that is v and a version, such as v1\.2\.3/,
    ],
    [
      'a tag that is no release',
      { TAG: 'nightly', CI_COMMIT_TAG: 'nightly' },
      /The tag nightly is no release/,
    ],
  ])('fails with a sentence for %s', async (_, env, sentence) => {
    const { code, said } = await promote(
      'v1.5.0',
      env as Record<string, string>,
    );
    expect(code).toBe(1);
    expect(said).toMatch(sentence);
    expect(shown()).toBe(kustomization('"1.4.0"'));
  });

  it('shows its token to nobody', async () => {
    const { said } = await promote('v1.5.0', { FILE: 'none' });
    expect(`${said}${JSON.stringify(jobOf(style))}`).not.toContain(TOKEN);
    expect(said).not.toMatch(/^\+/m);
  });
});

describe('promotionJob', () => {
  it('follows the image of a release, with no rights, no actions of others, and one run at a time', () => {
    for (const style of ['github', 'gitea'] as const) {
      const job = jobOf(style);
      expect(job).toMatchObject({
        needs: 'image',
        if: "startsWith(github.ref, 'refs/tags/v')",
        permissions: {},
        concurrency: {
          group: 'promote-cart-staging',
          'cancel-in-progress': false,
        },
      });
      expect(JSON.stringify(job)).not.toContain('"uses"');
      // What people choose reaches the shell as a variable, never as a part of it
      expect(job.steps[0].run).not.toContain('${{');
    }
    expect(jobOf('gitlab')).toMatchObject({
      needs: [{ job: 'image' }],
      rules: [{ if: '$CI_COMMIT_TAG =~ /^v/' }],
      resource_group: 'promote-cart-staging',
    });
  });
});
