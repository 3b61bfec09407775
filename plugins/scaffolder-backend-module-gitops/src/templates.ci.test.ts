import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const IMAGE = 'registry.example.com/wishes';

/** Stands for Docker: a registry is a folder that has a file with the digest for each tag. */
const docker = `#!/bin/sh
image() { printf '%s/%s' "$REGISTRY" "\${1##*:}"; }
case "$*" in
  'buildx imagetools inspect '*) [ -f "$(image "$4")" ] ;;
  'buildx build '*)
    echo build >> "$REGISTRY/log"
    while [ "$1" != --tag ]; do shift; done
    git rev-parse HEAD > "$(image "$2")" ;;
  'buildx imagetools create --prefer-index=false --tag '*) cp "$(image "$7")" "$(image "$6")" ;;
  'login '*) echo "$2 $4 $(cat)" > "$REGISTRY/signed-in" ;;
esac
`;

const ciOf = (path: string) =>
  parse(
    readFileSync(
      join(__dirname, '../../../templates/microservice/ci', path),
      'utf8',
    ).replace(/\{%[^%]*%\}|\$\{\{ values\.suffix \}\}/g, ''),
  );

const actions = ciOf(
  'actions/.${{ values.ci }}/workflows/${{ values.workflow }}.yaml',
).jobs;

/** What pushes an image, as each host runs it. */
const hosts = {
  actions: (tag: string | undefined) => ({
    script: actions['build-image'].steps[1].run as string,
    preview: actions['build-preview'].steps[1].run as string,
    env: {
      NUMBER: '12',
      GITHUB_REF_TYPE: tag ? 'tag' : 'branch',
      GITHUB_REF_NAME: tag ?? 'main',
      MAIN: 'origin/main',
      GITHUB_SERVER_URL: 'https://git.example.com',
      GITHUB_ACTOR: 'ada',
      JOB_TOKEN: 'for-the-job',
    },
    report: 'GITHUB_OUTPUT',
  }),
  gitlab: (tag: string | undefined) => ({
    script: ciOf('gitlab/.gitlab-ci.yml')['build-image'].script.join('\n'),
    preview: ciOf('gitlab/.gitlab-ci.yml')['build-preview'].script.join('\n'),
    env: {
      CI_COMMIT_TAG: tag ?? '',
      CI_DEFAULT_BRANCH: 'main',
      CI_MERGE_REQUEST_IID: '12',
      CI_REGISTRY: 'git.example.com',
      CI_REGISTRY_USER: 'ada',
      CI_REGISTRY_PASSWORD: 'for-the-job',
    },
    report: 'build.env',
  }),
};

describe.each(Object.entries(hosts))(
  "the microservice's CI: %s",
  (_, jobOf) => {
    let folder: string;
    let clone: string;
    let files = 0;
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: clone, encoding: 'utf8' }).trim();

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'ci-'));
      clone = join(folder, 'clone');
      for (const name of ['bin', 'registry']) mkdirSync(join(folder, name));
      writeFileSync(join(folder, 'bin/docker'), docker);
      chmodSync(join(folder, 'bin/docker'), 0o755);
      execFileSync('git', ['init', '-q', '--bare', '-b', 'main', 'origin'], {
        cwd: folder,
      });
      execFileSync('git', ['clone', '-q', 'origin', 'clone'], {
        cwd: folder,
        stdio: 'pipe',
      });
      git('checkout', '-q', '-B', 'main');
      commit();
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    /** Changes a folder: that of the service, or another. */
    function commit(changed = 'wishes'): string {
      mkdirSync(join(clone, changed), { recursive: true });
      writeFileSync(join(clone, changed, 'file'), String((files += 1)));
      git('add', changed);
      const as = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
      git(...as, 'commit', '-q', '-m', 'More');
      return git('rev-parse', 'HEAD');
    }

    /** Runs the job on what is checked out, and answers the build that it reports. */
    function run(tag?: string): string {
      const { script, env, report } = jobOf(tag);
      execute(script, env);
      const [, build] = /^build=(.*)$/im.exec(
        readFileSync(join(clone, report), 'utf8').split('\n').at(-2)!,
      )!;
      return build;
    }

    function execute(script: string, env: Record<string, string>): void {
      execFileSync('sh', ['-e', '-c', script], {
        cwd: clone,
        stdio: 'pipe',
        env: {
          PATH: `${folder}/bin:${process.env.PATH}`,
          REGISTRY: join(folder, 'registry'),
          GITHUB_OUTPUT: join(clone, 'GITHUB_OUTPUT'),
          REGISTRY_USER: 'a',
          REGISTRY_TOKEN: 'b',
          IMAGE,
          FOLDER: 'wishes',
          TAG_PREFIX: 'wishes/v',
          ...env,
        },
      });
    }
    const inRegistry = (tag: string) =>
      readFileSync(join(folder, 'registry', tag), 'utf8').trim();

    it('builds each commit on main once, under a tag in the order of commits', () => {
      const first = git('rev-parse', 'HEAD');
      git('push', '-q', 'origin', 'main');
      const build = run();
      expect(build).toBe(`0.0.0-main.1.g${first.slice(0, 12)}`);
      expect(inRegistry(build)).toBe(first);
      const second = commit();
      git('push', '-q', 'origin', 'main');
      expect(run()).toBe(`0.0.0-main.2.g${second.slice(0, 12)}`);
      run();
      expect(inRegistry('log')).toBe('build\nbuild');
    });

    it('gives the image of a commit the name of a release, and builds none', () => {
      git('push', '-q', 'origin', 'main');
      const build = run();
      expect(run('wishes/v1.2.3')).toBe(build);
      expect(inRegistry('1.2.3')).toBe(inRegistry(build));
      expect(inRegistry('log')).toBe('build');
    });

    it('releases the last build of the folder by a tag on a later commit of other folders', () => {
      git('push', '-q', 'origin', 'main');
      const build = run();
      commit('others');
      git('push', '-q', 'origin', 'main');
      expect(run('wishes/v1.2.3')).toBe(build);
      expect(inRegistry('1.2.3')).toBe(inRegistry(build));
      expect(inRegistry('log')).toBe('build');
    });

    it('builds each commit of a pull request once, under the tag that its preview asks for', () => {
      const { preview, env } = jobOf(undefined);
      const head = git('rev-parse', 'HEAD');
      execute(preview, env);
      execute(preview, env);
      expect(inRegistry(`0.0.0-pr-12.g${head.slice(0, 8)}`)).toBe(head);
      expect(inRegistry('log')).toBe('build');
    });

    const jobs = ['script', 'preview'] as const;

    it.each(jobs)('signs in to a registry with the secrets: %s', job => {
      const { env, ...scripts } = jobOf(undefined);
      git('push', '-q', 'origin', 'main');
      execute(scripts[job], env);
      expect(inRegistry('signed-in')).toBe('registry.example.com a b');
    });

    it.each(jobs)(
      "signs in to the Git host's own registry with the token of the job: %s",
      job => {
        const { env, ...scripts } = jobOf(undefined);
        git('push', '-q', 'origin', 'main');
        execute(scripts[job], {
          ...env,
          IMAGE: 'git.example.com/wishes',
          REGISTRY_USER: '',
          REGISTRY_TOKEN: '',
        });
        expect(inRegistry('signed-in')).toBe('git.example.com ada for-the-job');
      },
    );

    it.each(jobs)(
      'gives the token of the job to no other registry, and says what is missing: %s',
      job => {
        const { env, ...scripts } = jobOf(undefined);
        git('push', '-q', 'origin', 'main');
        expect(() =>
          execute(scripts[job], {
            ...env,
            REGISTRY_USER: '',
            REGISTRY_TOKEN: '',
          }),
        ).toThrow('REGISTRY_TOKEN: is not set: give this CI the');
        expect(existsSync(join(folder, 'registry/signed-in'))).toBe(false);
      },
    );

    it('builds a hotfix beside main, which dev does not follow', () => {
      git('push', '-q', 'origin', 'main');
      git('checkout', '-q', '-b', 'hotfix');
      const fix = commit();
      expect(run('wishes/v1.2.4')).toBe(`0.0.0-other.2.g${fix.slice(0, 12)}`);
      expect(inRegistry('1.2.4')).toBe(fix);
    });
  },
);
