import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findSecrets } from '../secrets/findSecrets';
import { startJob } from './startJob';
import { withJob } from './withJob';
import { WorkflowStyle, workflowStyles } from './workflowStyle';

const added = {
  name: 'promote-staging',
  job: {
    needs: 'build-image',
    steps: [{ run: 'set -eu\n\nif true; then\n  :\nfi\n' }],
  },
  after: 'build-image',
  comment: 'After the image',
};
const write = (text: string, style: WorkflowStyle = 'github', more = {}) =>
  withJob(style, text, 'ci.yaml', { ...added, ...more });

const ci = `# Ours
on: { push: { tags: [ 'v*' ] } }
jobs:
    test: { runs-on: x }   # fast
    build-image:
        needs: test
        steps:
        - run: |
            docker push
`;

describe('withJob', () => {
  it.each([
    ['at the end', ''],
    ['before other keys', '\n# Least\npermissions: {}\n'],
  ])(
    'adds a job behind the others, %s, and touches no other byte',
    (_, rest) => {
      const edited = write(`${ci}${rest}`);
      expect(edited.startsWith(`${ci}\n    # After the image\n`)).toBe(true);
      expect(edited.endsWith(rest)).toBe(true);
      expect(parse(edited)).toEqual({
        ...parse(`${ci}${rest}`),
        jobs: { ...parse(ci).jobs, [added.name]: added.job },
      });
    },
  );

  it('keeps the line ends of Windows', () => {
    const edited = write(ci.replaceAll('\n', '\r\n'));
    expect(edited.replaceAll('\r\n', '')).not.toContain('\n');
    expect(edited.replaceAll('\r\n', '\n')).toBe(write(ci));
  });

  it("stands among GitLab's other keys", () => {
    const gitlab = 'stages: [build]\nbuild-image:\n  script: [docker push]';
    expect(parse(write(gitlab, 'gitlab'))).toEqual({
      ...parse(gitlab),
      [added.name]: added.job,
    });
  });

  it.each(['image', '.build', 'default'])(
    "takes GitLab's own %s for no job",
    after => {
      const gitlab = `image: node:22
default: { retry: 1 }
.build: { stage: build }
build-image: { extends: .build }
pages: { script: [make] }
`;
      expect(() => write(gitlab, 'gitlab', { after })).toThrow(
        `ci.yaml has no job ${after}, but build-image, pages. Name the one that pushes the image`,
      );
    },
  );

  it('is added once', () => {
    expect(write(write(ci))).toBe(write(ci));
  });

  it.each([
    [
      ci,
      { after: 'build' },
      /^InputError: ci\.yaml has no job build, but test, build-image\. Name the/,
    ],
    [ci, { name: 'test' }, /^ConflictError: ci\.yaml has a job test already/],
    [
      'jobs: { build-image: {} }',
      {},
      /^InputError: ci\.yaml has no jobs among which/,
    ],
    ['a: [', {}, /^InputError: ci\.yaml has no jobs among which/],
    ['', {}, /^InputError: ci\.yaml has no jobs among which/],
  ])('refuses %j with %j', (text, more, sentence) => {
    const refusal = () => write(text, 'github', more);
    expect(() => {
      try {
        refusal();
      } catch (error) {
        throw new Error(
          `${(error as Error).name}: ${(error as Error).message}`,
        );
      }
    }).toThrow(sentence);
  });
});

describe("the template's CI", () => {
  const actionsFile =
    'actions/.${{ values.ci }}/workflows/${{ values.workflow }}.yaml';
  const read = (path: string) =>
    readFileSync(
      join(__dirname, '../../../../templates/microservice/ci', path),
      'utf8',
    ).replace(/\{%[^%]*%\}|\$\{\{ values\.suffix \}\}/g, '');

  it('promotes after the image, and builds that after the tests', () => {
    const { jobs } = parse(write(read(actionsFile)));
    expect(jobs).toMatchObject({
      test: {},
      'build-image': { needs: 'test' },
      [added.name]: { needs: 'build-image' },
    });
    const gitlab = parse(write(read('gitlab/.gitlab-ci.yml'), 'gitlab'));
    expect(gitlab).toMatchObject({
      test: {},
      'build-image': { needs: ['test'] },
      [added.name]: { needs: 'build-image' },
    });
  });

  it.each(workflowStyles)(
    'has nothing that looks like a secret, with the promotion of %s',
    async style => {
      const text = read(
        style === 'gitlab' ? 'gitlab/.gitlab-ci.yml' : actionsFile,
      );
      const job = startJob(style, {
        service: 'cart',
        environment: 'staging',
        repository: {
          url: 'https://git.example.com/platform/gitops',
          name: 'platform/gitops',
          style,
        },
        branch: 'main',
        tokenName: 'PROMOTE_TOKEN',
        tagPrefix: 'v',
        after: 'build-image',
      });
      expect(await findSecrets(write(text, style, { job }), 'ci.yaml')).toEqual(
        [],
      );
    },
  );

  it('uses actions of others by their commits, and has the least rights', () => {
    const written = read(actionsFile);
    const used = [...written.matchAll(/uses: (.*)/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(0);
    for (const name of used) expect(name).toMatch(/^[^@]+@[0-9a-f]{40} # v/);
    expect(parse(written).permissions).toEqual({ contents: 'read' });
  });
});
