import { GitHostError, GitRepository } from 'backstage-plugin-gitops-node';
import { capturingLogger } from '../../__testUtils__/CapturingLogger';
import { FakeClock } from '../../__testUtils__/FakeClock';
import { BaseWatch } from './BaseWatch';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

const WELL = 'https://git.example.com/platform/gitops.git';
const FAILING = 'https://down.example.com/platform/gitops.git';

let ended: AbortController;
beforeEach(() => {
  ended = new AbortController();
});
afterEach(() => ended.abort());

/** A watch of the branches `main` of two repositories. What `FAILING` answers is up to the test. */
function watch(failing: () => string | Promise<string>) {
  const clock = new FakeClock();
  const world = { head: 'a', repositories: [FAILING, WELL] };
  const asked: string[] = [];
  const hastened: string[] = [];
  const headOf = (url: string) => {
    asked.push(url);
    return url === WELL ? world.head : failing();
  };
  const watching = new BaseWatch({
    store: {
      watched: {
        bases: async () =>
          world.repositories.map(repositoryUrl => ({
            repositoryUrl,
            base: 'main',
          })),
      },
      work: {
        hastenPullRequests: async of => {
          hastened.push(...('repositoryUrls' in of ? of.repositoryUrls : []));
          return 1;
        },
      },
    },
    repositoryOf: url => {
      const repository: Partial<GitRepository> = {
        head: async () => headOf(url),
      };
      return repository as GitRepository;
    },
    clock,
    logger: capturingLogger().logger,
    onMove: () => {},
  });
  void watching.watch(ended.signal);
  const askedOf = (url: string) => asked.filter(one => one === url).length;
  return { clock, world, askedOf, hastened };
}

function failure(retryAfterMs?: number): () => string {
  return () => {
    throw new GitHostError('unavailable', 'Down', { retryAfterMs });
  };
}

describe('BaseWatch', () => {
  it('has pull requests looked at when the branch that they go to moves', async () => {
    const { clock, world, hastened } = watch(() => 'same');
    await clock.pass(10 * SECOND_MS);
    const first = hastened.splice(0);
    expect(first.sort()).toEqual([FAILING, WELL].sort());
    await clock.pass(MINUTE_MS);
    expect(hastened).toEqual([]);
    world.head = 'b';
    await clock.pass(10 * SECOND_MS);
    expect(hastened).toEqual([WELL]);
  });

  it('asks a host that fails ever more rarely, and others as before', async () => {
    const { clock, askedOf } = watch(failure());
    await clock.pass(10 * MINUTE_MS);
    expect(askedOf(WELL)).toBe(60);
    expect(askedOf(FAILING)).toBeLessThanOrEqual(9);
    const before = askedOf(FAILING);
    await clock.pass(60 * MINUTE_MS);
    expect(askedOf(FAILING) - before).toBeGreaterThanOrEqual(11);
    expect(askedOf(FAILING) - before).toBeLessThanOrEqual(25);
  });

  it('asks a host that works again as often as before', async () => {
    let answer = failure();
    const { clock, askedOf } = watch(() => answer());
    await clock.pass(30 * MINUTE_MS);
    answer = () => 'a';
    await clock.pass(5 * MINUTE_MS);
    const before = askedOf(FAILING);
    await clock.pass(MINUTE_MS);
    expect(askedOf(FAILING) - before).toBe(6);
  });

  it('asks a host nothing for as long as that wants', async () => {
    const { clock, askedOf } = watch(failure(15 * MINUTE_MS));
    await clock.pass(14 * MINUTE_MS);
    expect(askedOf(FAILING)).toBe(1);
    await clock.pass(2 * MINUTE_MS);
    expect(askedOf(FAILING)).toBe(2);
  });

  it('sees merges on other hosts at once while one host hangs', async () => {
    const { clock, world, askedOf, hastened } = watch(
      () => new Promise<string>(() => {}),
    );
    await clock.pass(10 * SECOND_MS);
    expect(hastened).toEqual([WELL]);
    world.head = 'b';
    await clock.pass(10 * SECOND_MS);
    expect(hastened).toEqual([WELL, WELL]);
    await clock.pass(MINUTE_MS);
    expect(askedOf(WELL)).toBe(8);
    // It is not asked again before it has answered, or its time is over
    expect(askedOf(FAILING)).toBe(1);
  });

  it('goes on where a host is not configured any more', async () => {
    const { clock, askedOf } = watch(() => {
      throw new Error('No Git host down.example.com is configured');
    });
    await clock.pass(MINUTE_MS);
    expect(askedOf(WELL)).toBe(6);
  });
});
