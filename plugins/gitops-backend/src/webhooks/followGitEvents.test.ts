import { mockServices } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';
import type { GitHosts } from 'backstage-plugin-gitops-node';
import type { Work } from '../promotions/store/Work';
import { followGitEvents } from './followGitEvents';

const GITOPS = 'https://git.example.com/Platform/GitOps.git';
const MIRROR = 'git@git.example.com:platform/gitops.git';
const OTHER = 'https://git.example.com/platform/other.git';

type Hastened = Extract<
  Parameters<Work['hastenPullRequests']>[0],
  { repositoryUrls: readonly string[] }
>;

async function setUp(
  options: { hastened?: number; fails?: boolean; watched?: string[] } = {},
) {
  const asked: Hastened[] = [];
  const topics: string[] = [];
  let woken = 0;
  let publish: (event: EventParams) => Promise<void> = async () => {};
  const events: Pick<EventsService, 'subscribe'> = {
    async subscribe(subscriber) {
      topics.push(...subscriber.topics);
      publish = subscriber.onEvent;
    },
  };
  const hosts: Pick<GitHosts, 'repository'> = {
    repository(url) {
      if (!url.includes('git.example.com'))
        throw new InputError(`No integration for ${url}`);
      const name = url.replace(/^.*example\.com[:/]/, '').replace('.git', '');
      return { name } as never;
    },
  };
  await followGitEvents({
    events: events as EventsService,
    hosts: hosts as GitHosts,
    store: {
      watched: {
        async repositories() {
          if (options.fails) throw new Error('The database is down');
          return options.watched ?? [GITOPS, MIRROR, OTHER];
        },
      },
      work: {
        async hastenPullRequests(which) {
          asked.push(which as Hastened);
          return options.hastened ?? 1;
        },
      },
    },
    logger: mockServices.logger.mock(),
    wake: () => woken++,
  });
  const push = (name: string, ref = 'refs/heads/main') =>
    publish({
      topic: 'gitea',
      metadata: { 'x-gitea-event': 'push' },
      eventPayload: { repository: { full_name: name }, ref },
    });
  return { asked, topics, push, publish, woken: () => woken };
}

describe('followGitEvents', () => {
  it('listens to all hosts', async () => {
    expect((await setUp()).topics).toEqual([
      'github',
      'gitlab',
      'gitea',
      'bitbucketServer',
    ]);
  });

  it('has looked at the repository that is named, under each address it is known by, and no other', async () => {
    const { asked, push, woken } = await setUp();
    await push('platform/gitops');
    expect(asked).toEqual([
      { repositoryUrls: [GITOPS, MIRROR], base: 'main', number: undefined },
    ]);
    expect(woken()).toBe(1);
  });

  it('has looked at the one pull request that is named', async () => {
    const { asked, publish } = await setUp();
    await publish({
      topic: 'gitea',
      metadata: { 'x-gitea-event': 'pull_request' },
      eventPayload: {
        repository: { full_name: 'platform/other' },
        pull_request: { number: 12 },
      },
    });
    expect(asked).toEqual([
      { repositoryUrls: [OTHER], base: undefined, number: 12 },
    ]);
  });

  it('looks at nothing for a repository that nobody waits for', async () => {
    const { asked, push } = await setUp({ hastened: 0 });
    await push('platform/unknown');
    await push('gitops');
    await push('');
    expect(asked.flatMap(({ repositoryUrls }) => repositoryUrls)).toEqual([]);
  });

  it('wakes nobody where nothing is to be looked at', async () => {
    const { push, woken } = await setUp({ hastened: 0 });
    await push('platform/gitops');
    expect(woken()).toBe(0);
  });

  it('does not ask the database for events that say nothing of pull requests', async () => {
    const { asked, publish, woken } = await setUp({ fails: true });
    await publish({
      topic: 'github',
      metadata: { 'x-github-event': 'issues' },
      eventPayload: { repository: { full_name: 'platform/gitops' } },
    });
    await publish({ topic: 'github', eventPayload: null });
    expect(asked).toEqual([]);
    expect(woken()).toBe(0);
  });

  it('survives repositories whose host is configured no longer', async () => {
    const { asked, push } = await setUp({
      watched: ['https://gone.example.org/a/b.git', GITOPS],
    });
    await push('platform/gitops');
    expect(asked[0].repositoryUrls).toEqual([GITOPS]);
  });

  it('survives a database that is down', async () => {
    const { push, woken } = await setUp({ fails: true });
    await expect(push('platform/gitops')).resolves.toBeUndefined();
    expect(woken()).toBe(0);
  });
});
