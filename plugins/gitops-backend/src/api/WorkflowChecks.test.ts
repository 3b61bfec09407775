import { mockCredentials } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../environments/PromotionSettings';
import { environment, NOW } from '../promotions/__testUtils__/samples';
import { AddedGates } from '../promotions/gates/AddedGates';
import type { StoredFreeze } from '../promotions/freezes/StoredFreeze';
import type { VersionRan } from '../promotions/plan/VersionHistory';
import { WorkflowChecks } from './WorkflowChecks';

const HOUR_MS = 3_600_000;
const service = 'component:default/payments';
const request = { service, to: 'staging', version: '1.5.0' };
const build = '0.0.0-main.57.g4f2a1b9c0d1e';

/** Dev, test and staging, where dev runs a build and test what staging runs. */
function checks(
  given: {
    dev?: Partial<EnvironmentDeployment>;
    test?: Partial<EnvironmentDeployment>;
    settings?: Partial<PromotionSettings>;
    freezes?: StoredFreeze[];
    ran?: VersionRan[];
    isJudged?: boolean;
    addedGates?: AddedGates;
    isPermitted?: boolean;
    hides?: string;
  } = {},
) {
  const environments = [
    environment('dev', { running: build, ...given.dev }),
    environment('test', given.test),
    environment('staging'),
  ];
  return new WorkflowChecks({
    gitops: {
      environments: {
        all: () => [
          { name: 'dev', from: [] },
          { name: 'test', from: ['dev'] },
          { name: 'staging', from: ['test'] },
        ],
      } as never,
    },
    access: {
      rights: async () =>
        ({
          demand() {
            if (given.isPermitted === false)
              throw new NotAllowedError('gitops.promotion.read');
          },
        } as never),
    },
    allowed: {
      service: async () =>
        ({
          entity: { metadata: { name: 'payments' } },
          query: { service },
          answer: { deployments: { environments } },
          sees: (name: string) => name !== given.hides,
        } as never),
    },
    addedGates: given.addedGates ?? new AddedGates([]),
    freezes: { of: async () => given.freezes ?? [] },
    history: { runs: async () => given.ran ?? [] },
    starts: { isJudged: async () => given.isJudged ?? false },
    settingsOf: () =>
      ({
        mode: 'workflow',
        freezes: [],
        ...given.settings,
      } as unknown as PromotionSettings),
    now: () => NOW,
  });
}

const ask = (
  given: Parameters<typeof checks>[0],
  more: { build?: string; version?: string } = {},
) => checks(given).check({ ...request, ...more }, mockCredentials.service());

describe('a workflow that asks', () => {
  it('may bring a release whose build is healthy in an environment before', async () => {
    expect(await ask({}, { build })).toEqual({
      allowed: true,
      retry: false,
      sentence: 'No gate blocks it.',
    });
    expect(await ask({}, { version: '1.4.0' })).toMatchObject({
      allowed: true,
    });
  });

  it('may bring what was healthy before it was replaced', async () => {
    const ran: VersionRan = {
      application: 'eu-central/argocd/payments-dev',
      environment: 'dev',
      version: '0.0.0-main.56.gcda3a05c0d1e',
      state: 'healthy',
      since: '2026-11-20T06:00:00.000Z',
      until: '2026-11-21T06:00:00.000Z',
      healthySince: '2026-11-20T06:00:00.000Z',
      healthyUntil: '2026-11-21T06:00:00.000Z',
      artifacts: { images: [], revisions: [] },
    };
    const asked = { build: ran.version };
    expect(await ask({ ran: [ran] }, asked)).toMatchObject({ allowed: true });
    expect(await ask({}, asked)).toMatchObject({ allowed: false });
  });

  it('may not bring what no environment before has run', async () => {
    expect(await ask({})).toEqual({
      allowed: false,
      // It may be on its way there
      retry: true,
      sentence: expect.stringContaining('1.5.0'),
    });
  });

  it('may not bring what is unhealthy where it comes from', async () => {
    expect(await ask({ dev: { state: 'degraded' } }, { build })).toMatchObject({
      allowed: false,
      sentence: expect.stringMatching(/Dev/),
    });
  });

  it('asks the gates of other plugins, with the images that would move', async () => {
    const images = [
      `registry.example.com/payments:${build}`,
      'registry.example.com/proxy:7',
    ];
    const dev = environment('dev', { running: build });
    const addedGates = new AddedGates([
      {
        name: 'incidents',
        read: async of => `${of.service} ${of.images} ${of.source.environment}`,
        check: sentence => ({
          result: 'block' as const,
          sentence: `${sentence}`,
        }),
      },
    ]);
    expect(
      await ask(
        {
          dev: {
            applications: dev.applications.map(one => ({ ...one, images })),
          },
          addedGates,
        },
        { build },
      ),
    ).toEqual({
      allowed: false,
      retry: false,
      sentence: `${service} ${images[0]} dev`,
    });
  });

  it('waits for the soak time', async () => {
    const soaked = (hours: number) =>
      ask({ settings: { soakTimeMs: hours * HOUR_MS } }, { build });
    // Healthy for 52 hours
    expect(await soaked(52)).toMatchObject({ allowed: true });
    expect(await soaked(53)).toEqual({
      allowed: false,
      retry: false,
      sentence: expect.stringMatching(/Dev/),
    });
  });

  const incident: StoredFreeze = {
    id: '3f6f0b0e-8f0a-4a53-9f77-0b8f0f6b9b11',
    services: [service],
    environments: ['staging'],
    reason: 'Incident 4711',
    from: '2026-11-23T05:00:00.000Z',
    timeZone: 'UTC',
    createdBy: { ref: 'user:default/bo', name: 'Bo Ek' },
    createdAt: '2026-11-23T05:00:00.000Z',
  };

  it('may not bring anything while the environment is frozen', async () => {
    expect(await ask({ freezes: [incident] }, { build })).toEqual({
      allowed: false,
      retry: false,
      sentence: expect.stringContaining('Incident 4711'),
    });
  });

  it('may bring what the portal has started, whose gates were judged or overridden then', async () => {
    expect(await ask({ freezes: [incident], isJudged: true })).toEqual({
      allowed: true,
      retry: false,
      sentence: 'It was started in the portal.',
    });
  });

  it.each(['pullRequest', 'imageUpdater'] as const)(
    'may not bring anything to an environment of mode %s, whoever has started it',
    async mode => {
      expect(
        await ask({ settings: { mode }, isJudged: true }, { build }),
      ).toEqual({
        allowed: false,
        retry: false,
        sentence:
          'staging takes no versions by workflow (gitops.environments).',
      });
    },
  );

  it('learns nothing of an environment that it may not see', async () => {
    const { sentence } = await ask(
      { dev: { state: 'degraded' }, hides: 'dev', test: { applications: [] } },
      { build },
    );
    expect(sentence).not.toMatch(/dev/i);
  });

  it('needs the permission to read promotions', async () => {
    await expect(ask({ isPermitted: false }, { build })).rejects.toThrow(
      'gitops.promotion.read',
    );
  });
});
