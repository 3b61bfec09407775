import { comparable, readRecording } from '../testing/recordings';
import {
  startForge,
  token,
  type ApiAnswer,
  type RunningForge,
} from '../testing/startForge';

const path = 'apps/payments/envs/staging/kustomization.yaml';
const platform = 'platform <platform@example.com>';

/** In the order in which they were recorded: each replays its own request. */
const names = [
  'repo',
  'repo-missing',
  'branch-main',
  'branch-missing',
  'file',
  'file-missing',
  'directory',
  'change-files-new-branch',
  'change-files-branch-exists',
  'change-files-stale-sha',
  'pull-create',
  'pull-create-duplicate',
  'pull-create-missing-head',
  'pull-create-no-commits',
  'pull-get',
  'pull-by-base-head',
  'pulls-open',
  'pull-files',
  'pull-commits',
  'commit-status',
  'pull-merge-wrong-head',
  'pull-merge',
  'pull-merged',
  'pull-merge-again',
  'compare',
];

describe('the API, beside a recorded Gitea', () => {
  let running: RunningForge;
  /** Commits of the recordings and those that stand for them here */
  const commits = new Map<string, string>();

  const translate = (text: string) =>
    [...commits].reduce(
      (all, [theirs, ours]) => all.replaceAll(theirs, ours),
      text,
    );

  const replay = (name: string): Promise<ApiAnswer> => {
    const { method, path: recorded, query, body } = readRecording(name).request;
    const search = new URLSearchParams(
      Object.entries(query).map(([key, value]) => [key, String(value)]),
    );
    const ours = translate(recorded.replace('/api/v1', ''));
    return running.api(
      method,
      `${ours}?${search}`,
      body === null ? undefined : JSON.parse(translate(JSON.stringify(body))),
    );
  };

  beforeAll(async () => {
    running = await startForge();
    const { content } = readRecording('file').response.body as {
      content: string;
    };
    const manifest = Buffer.from(content, 'base64').toString('utf8');
    const environments = ['dev', 'preprod', 'production', 'test'];
    const others = environments.map(
      name =>
        [
          `apps/payments/envs/${name}/kustomization.yaml`,
          `# ${name}\n`,
        ] as const,
    );
    const files = new Map([
      ...others,
      [path, manifest],
      ['applicationsets/services.yaml', 'kind: ApplicationSet\n'],
      ['apps/catalog/base/deployment.yaml', 'kind: Deployment\n'],
    ]);
    const date = '2026-11-23T05:17:04Z';
    const update = new Map([
      ['apps/payments/envs/dev/kustomization.yaml', 'newTag: 2\n'],
    ]);
    const repository = await running.forge.createRepository({
      owner: 'platform',
      name: 'gitops',
      commits: [
        { message: 'Initial layout', author: platform, date, files },
        {
          message: 'build: automatic update of payments-dev',
          author: platform,
          date,
          files: update,
        },
      ],
    });
    commits.set(
      '3511e4b52b2dc51e91052808dff30a4786818da6',
      (await repository.head('main'))!,
    );
  });

  afterAll(() => running.stop());

  it.each(names)('answers %s as recorded', async name => {
    const recorded = readRecording(name).response;
    const answer = await replay(name);
    expect({
      status: answer.status,
      body: comparable(answer.body, running.baseUrl),
    }).toEqual({
      status: recorded.status,
      body: comparable(recorded.body),
    });
    for (const [header, value] of Object.entries(recorded.headers))
      expect(answer.headers.get(header)).toBe(value);
    const { commit } = answer.body as { commit?: { sha?: string } };
    if (name === 'change-files-new-branch')
      commits.set('71855cdbff1651498e1f9f905b182b51e27e2c5c', commit!.sha!);
    const { merge_commit_sha: merged } = answer.body as {
      merge_commit_sha?: string;
    };
    if (name === 'pull-merged')
      commits.set('a355a713ed58bb5717c63642e657a60eb77255d8', merged!);
  });

  it('lists the commits of a file as recorded', async () => {
    const recorded = readRecording('commits-of-file').response;
    const answer = await replay('commits-of-file');
    expect(answer.headers.get('X-Total-Count')).toBe('2');
    const [newest, first] = comparable(answer.body, running.baseUrl) as Array<{
      files: unknown[];
    }>;
    const [newestRecorded, firstRecorded] = comparable(recorded.body) as Array<{
      files: unknown[];
    }>;
    expect(newest).toEqual(newestRecorded);
    expect({ ...first, files: [] }).toEqual({ ...firstRecorded, files: [] });
    expect(first.files).toContainEqual({ filename: path, status: 'added' });
  });

  it('lists a tree page by page as recorded', async () => {
    const answer = await replay('tree');
    const recorded = readRecording('tree').response.body as {
      tree: Array<{ path: string }>;
    };
    const body = answer.body as typeof recorded & {
      total_count: number;
      truncated: boolean;
    };
    expect(answer.headers.get('X-Total-Count')).toBe(String(body.total_count));
    const alike = (tree: typeof recorded) => ({
      ...(comparable(tree, running.baseUrl) as object),
      total_count: 0,
      tree: tree.tree.map(entry => ({
        ...(comparable(entry, running.baseUrl) as object),
        size: 0,
      })),
    });
    expect(alike(body)).toEqual(alike(recorded));
  });

  it('refuses a wrong token even for what anyone may read, as recorded', async () => {
    const recorded = readRecording('repo-bad-token').response;
    for (const scheme of [
      'token wrong',
      'Bearer wrong',
      `Basic ${btoa('ada:wrong')}`,
      'nonsense',
    ]) {
      const response = await fetch(
        `${running.baseUrl}/api/v1/repos/platform/gitops`,
        {
          headers: { Authorization: scheme },
        },
      );
      expect(response.status).toBe(recorded.status);
      expect(comparable(await response.json(), running.baseUrl)).toEqual(
        recorded.body,
      );
    }
  });

  it.each([
    `token ${token}`,
    `Bearer ${token}`,
    `basic ${btoa(`any:${token}`)}`,
  ])('accepts %s', async Authorization => {
    const response = await fetch(`${running.baseUrl}/api/v1/user`, {
      headers: { Authorization },
    });
    expect(await response.json()).toMatchObject({ login: 'platform' });
  });
});
