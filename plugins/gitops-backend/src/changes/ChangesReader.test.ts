import type { Entity } from '@backstage/catalog-model';
import {
  type Comparison,
  GitHostError,
  type GitRepository,
} from 'backstage-plugin-gitops-node';
import type { ChangesSettings } from '../config/readChanges';
import { ChangesReader } from './ChangesReader';

const SHA = {
  old: 'a'.repeat(40),
  new: 'b'.repeat(40),
  other: 'c'.repeat(40),
};

const settings: ChangesSettings = {
  repositories: ['https://git.example.com/shop/*'],
  annotation: 'backstage.io/source-location',
  tags: ['{version}', 'v{version}', '{name}/v{version}'],
  inPullRequests: true,
};

function commit(sha: string, subject = 'Round amounts', pullRequest?: number) {
  return {
    sha,
    subject,
    body: '',
    author: { name: 'Ana', email: 'ana@example.com' },
    date: '2026-11-23T05:24:34.000Z',
    url: `https://git.example.com/shop/orders/commit/${sha}`,
    pullRequest,
  };
}

const page = 'https://git.example.com/shop/orders/compare/x...y';
const nothing: Comparison = { commits: [], total: 0, url: page };
const one = { commits: [commit(SHA.new, 'Round', 7)], total: 1, url: page };

interface Given {
  refs?: Record<string, string>;
  branches?: string[];
  folders?: string[];
  /** By `from to path` */
  between?: Record<string, Comparison | Error | undefined>;
  repository?: Partial<GitRepository>;
  url?: string;
}

const tags = { '1.4.0': SHA.old, 'v1.5.0': SHA.new };
const forward = {
  [`${SHA.old} ${SHA.new} `]: one,
  [`${SHA.new} ${SHA.old} `]: nothing,
};

function setUp(
  {
    refs = tags,
    branches = [],
    folders = [],
    between = forward,
    ...given
  }: Given = {},
  annotation = 'url:https://git.example.com/shop/orders/src/branch/main/',
) {
  const asked: string[] = [];
  const repository = {
    host: 'git.example.com',
    name: 'shop/orders',
    url: given.url ?? 'https://git.example.com/shop/orders',
    get: async () => ({ defaultBranch: 'main', isArchived: false }),
    head: async (branch: string) =>
      branches.includes(branch) ? SHA.other : undefined,
    list: async ({ path }: { path: string }) => {
      asked.push(path);
      return folders.includes(path)
        ? [{ name: 'x', path: `${path}/x`, kind: 'file' }]
        : [];
    },
    commits: async ({ ref }: { ref: string }) => {
      asked.push(ref);
      return refs[ref] ? [commit(refs[ref])] : [];
    },
    compare: async (of: { from: string; to: string; path?: string }) => {
      asked.push('compare');
      const found = between[`${of.from} ${of.to} ${of.path}`];
      if (found instanceof Error) throw found;
      return found;
    },
    ...given.repository,
  } as unknown as GitRepository;
  const reader = new ChangesReader({
    settings: { changes: settings },
    hosts: {
      all: () => [
        {
          type: 'gitea',
          host: 'git.example.com',
          repository: () => repository,
        },
      ],
      repository: () => repository,
    },
  });
  const entity = {
    metadata: {
      name: 'orders',
      annotations: { 'backstage.io/source-location': annotation },
    },
  } as unknown as Entity;
  return {
    asked,
    read: (
      from = '1.4.0',
      to = '1.5.0',
      built: ReadonlyMap<string, string> = new Map(),
    ) => reader.read(entity, { from, to }, built),
  };
}

it('tells the commits between the tags of two versions, without addresses of people', async () => {
  const changes = await setUp().read();
  expect(changes).toMatchObject({
    from: { version: '1.4.0', commit: SHA.old, tag: '1.4.0' },
    to: { version: '1.5.0', commit: SHA.new, tag: 'v1.5.0' },
    repository: { name: 'shop/orders' },
    added: {
      total: 1,
      commits: [{ subject: 'Round', author: 'Ana', pullRequest: 7 }],
    },
    takenBack: { total: 0 },
    url: page,
    problem: null,
  });
  expect(JSON.stringify(changes)).not.toContain('ana@example.com');
});

it('says which way it goes where it takes commits back, and where both sides have some', async () => {
  expect(await setUp().read('1.5.0', '1.4.0')).toMatchObject({
    added: { total: 0, commits: [] },
    takenBack: { total: 1 },
  });
  const diverged = {
    [`${SHA.old} ${SHA.new} `]: one,
    [`${SHA.new} ${SHA.old} `]: { ...one, total: undefined },
  };
  expect(await setUp({ between: diverged }).read()).toMatchObject({
    added: { total: 1 },
    takenBack: { total: null },
  });
});

it('takes a version that is a commit for that commit, and no other that begins alike', async () => {
  const short = SHA.new.slice(0, 8);
  const known = setUp({ refs: { ...tags, [short]: SHA.new } });
  expect((await known.read('1.4.0', short)).to).toEqual({
    version: short,
    commit: SHA.new,
    tag: null,
  });
  // A branch or a tag may look like one
  const tagged = setUp({
    refs: { ...tags, [short]: SHA.new, abcdef1: SHA.new },
  });
  expect((await tagged.read('1.4.0', 'abcdef1')).to).toMatchObject({
    commit: SHA.new,
    tag: 'abcdef1',
  });
});

it('does not choose between two tags of different commits', async () => {
  const both = { ...tags, 'orders/v1.5.0': SHA.other };
  expect(await setUp({ refs: both }).read()).toMatchObject({
    to: { commit: null },
    added: null,
    problem: {
      code: 'severalCommits',
      params: { version: '1.5.0', names: ['v1.5.0', 'orders/v1.5.0'] },
    },
  });
  const same = { ...tags, 'orders/v1.5.0': SHA.new };
  expect((await setUp({ refs: same }).read()).problem).toBeNull();
});

it('takes no branch for a tag', async () => {
  const changes = await setUp({ branches: ['v1.5.0'] }).read();
  expect(changes.problem).toMatchObject({ code: 'noCommit' });
});

it.each(['../../x', '1.5.0..main', '', 'a b', '-x', 'sha256:abc', 'main/y'])(
  'asks no host for a version %j that no tag can have',
  async version => {
    const { asked, read } = setUp();
    expect((await read('1.4.0', version)).problem).toMatchObject({
      code: 'noCommit',
    });
    expect(asked.filter(ref => !ref.includes('1.4.0'))).toEqual([]);
  },
);

it('tells only commits of the folder that the catalog names, if it is there', async () => {
  const annotation =
    'url:https://git.example.com/shop/orders/src/branch/main/back/';
  const between = {
    ...forward,
    [`${SHA.old} ${SHA.new} back`]: nothing,
    [`${SHA.new} ${SHA.old} back`]: nothing,
  };
  expect(
    await setUp({ between, folders: ['back'] }, annotation).read(),
  ).toMatchObject({ folder: 'back', missingFolder: null, added: { total: 0 } });
  expect(await setUp({ between }, annotation).read()).toMatchObject({
    folder: null,
    missingFolder: 'back',
    added: { total: 1 },
  });
});

it('compares no repository that is not configured, whatever an entity says', async () => {
  const { asked, read } = setUp({ url: 'https://git.example.com/secret/x' });
  expect((await read()).problem).toMatchObject({ code: 'notAllowed' });
  expect(asked).toEqual([]);
});

it('says why nothing is known', async () => {
  expect((await setUp({}, 'dir:.').read()).problem).toMatchObject({
    code: 'noRepository',
  });
  expect((await setUp({ between: {} }).read()).problem).toMatchObject({
    code: 'notComparable',
  });
  const get = async () => {
    throw new GitHostError('notFound', 'shop/orders is not there');
  };
  const missing = setUp({ refs: {}, repository: { get } });
  expect((await missing.read()).problem).toMatchObject({
    code: 'gitHostFailed',
    params: { problem: 'notFound' },
    sentence: 'shop/orders is not there',
  });
});

it('asks for the same two versions once, and again after a failure', async () => {
  const between: Given['between'] = { ...forward };
  const { asked, read } = setUp(
    { between },
    'https://git.example.com/shop/orders/src/branch/main/gone',
  );
  between[`${SHA.old} ${SHA.new} `] = new GitHostError('unavailable', 'Down');
  expect((await read()).problem).toMatchObject({ code: 'gitHostFailed' });
  between[`${SHA.old} ${SHA.new} `] = one;
  expect((await read()).added).toMatchObject({ total: 1 });
  const before = asked.length;
  await read();
  expect(asked).toHaveLength(before);
});

it('shows hostile messages in one bounded line', async () => {
  const hostile = `x\u202egpj.exe\u0000 ${'y'.repeat(5_000)}`;
  const between = {
    ...forward,
    [`${SHA.old} ${SHA.new} `]: { ...one, commits: [commit(SHA.new, hostile)] },
  };
  const { added } = await setUp({ between }).read();
  expect(added!.commits[0].subject).toMatch(/^x gpj\.exe {1,2}y{100,190}$/);
});

it('takes the commit that a Pod template says, and looks for no tag of that version', async () => {
  const { read, asked } = setUp({ refs: { '1.4.0': SHA.old } });
  const answer = await read('1.4.0', '1.5.0', new Map([['1.5.0', SHA.new]]));
  expect(answer).toMatchObject({
    from: { commit: SHA.old, tag: '1.4.0' },
    to: { commit: SHA.new, tag: null },
    added: { total: 1 },
    problem: null,
  });
  expect(asked.filter(what => what.includes('1.5.0'))).toEqual([]);
});

it('is not held up by a host that hangs, also behind others that wait for it', async () => {
  const deadline = new AbortController();
  const timeout = jest
    .spyOn(AbortSignal, 'timeout')
    .mockReturnValue(deadline.signal);
  const { read, asked } = setUp({
    repository: {
      commits: ((
        { ref }: { ref: string },
        { signal }: { signal: AbortSignal },
      ) => {
        asked.push(ref);
        return new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      }) as never,
    },
  });
  const reads = Array.from({ length: 9 }, (_, index) =>
    read(`1.4.${index}`, '1.5.0'),
  );
  deadline.abort(new DOMException('Too late', 'TimeoutError'));
  for (const { problem } of await Promise.all(reads))
    expect(problem).toMatchObject({ code: 'gitHostFailed' });
  // Those behind them asked for nothing any more
  expect(asked).not.toContain('1.4.8');
  timeout.mockRestore();
});
