import knexFactory, { Knex } from 'knex';
import { Postgres, startPostgres } from '../__testUtils__/startPostgres';
import { EpisodeStore } from './EpisodeStore';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const START = Date.parse('2026-11-23T06:00:00Z');
const episode = {
  service: 'component:default/orders',
  environment: 'production',
};

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const databases = {
  SQLite: (): Knex =>
    knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    }),
  PostgreSQL: (): Knex => postgres.connect(),
};

describe.each(['SQLite', 'PostgreSQL'] as const)('EpisodeStore on %s', name => {
  let knex: Knex;
  let now: number;
  let store: EpisodeStore;

  beforeAll(async () => {
    knex = databases[name]();
    await knex.migrate.latest({ directory: `${__dirname}/../../migrations` });
  });
  beforeEach(async () => {
    await knex('gitops_unwell_episodes').delete();
    now = START;
    store = new EpisodeStore({ knex, now: () => now });
  });
  afterAll(() => knex.destroy());

  it('gives an episode to one of many replicas that claim it at once', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => store.claim(episode, START)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await store.open()).toEqual([]);
    await store.sent(episode);
    expect(await store.open()).toEqual([episode]);
  });

  it('gives it to another replica where the first one has sent nothing for five minutes', async () => {
    await store.claim(episode, START);
    now += 5 * MINUTE;
    expect(await store.claim(episode, START)).toBe(false);
    now += 1;
    expect(await store.claim(episode, START)).toBe(true);
    await store.sent(episode);
    now += 60 * MINUTE;
    expect(await store.claim(episode, START)).toBe(false);
  });

  it('lets one replica end it', async () => {
    await store.claim(episode, START);
    await store.sent(episode);
    const ends = await Promise.all(
      Array.from({ length: 20 }, () => store.end(episode)),
    );
    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(await store.open()).toEqual([]);
  });

  it('begins the next one only where the service became unwell after the end of the last', async () => {
    await store.claim(episode, START);
    await store.sent(episode);
    now += 10 * MINUTE;
    await store.end(episode);
    now += 10 * MINUTE;
    expect(await store.claim(episode, START)).toBe(false);
    expect(await store.claim(episode, START + 11 * MINUTE)).toBe(true);
  });

  it('forgets a week later what has ended', async () => {
    await store.claim(episode, START);
    await store.sent(episode);
    await store.end(episode);
    now += 8 * 24 * 60 * MINUTE;
    await store.end({ ...episode, environment: 'dev' });
    expect(await knex('gitops_unwell_episodes').select()).toEqual([]);
  });
});
