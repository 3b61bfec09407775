import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import type { Application } from '../../argocd/Application';
import type { Diagnosis } from '../../inventory/Diagnosis';
import { diagnose } from '../../diagnosis/diagnose';
import { judge } from '../../judgement/judge';
import * as built from '../../__testUtils__/builtEntry';
import { recordedClient } from '../../__testUtils__/recordedClient';
import {
  listedApplication,
  reader,
  recordedEvents,
} from '../../__testUtils__/recordings';
import {
  deployment,
  hostSays,
  IMAGE,
  NOW,
  promotion,
  said,
  target,
} from '../__testUtils__/samples';
import type { PromotionTarget, StoredPromotion } from '../StoredPromotion';
import { next } from '../lifecycle';
import {
  DEGRADED_MS,
  GENERATED_MS,
  LISTED_MS,
  progressOf,
  TargetView,
} from './progress';
import { wavesOf } from './waves';

function track(
  before: StoredPromotion,
  views: readonly TargetView[],
  now: number,
) {
  const after = next(
    before,
    {
      type: 'tracked',
      progress: views.map(one => progressOf(before, one, now)),
      waves: views.every(({ diagnosis }) => diagnosis)
        ? views.flatMap(({ diagnosis }) => wavesOf(diagnosis))
        : undefined,
    },
    new Date(now).toISOString(),
  );
  return said(after);
}

const signal = new AbortController().signal;
const ago = (ms: number) => new Date(NOW - ms).toISOString();

function judged(
  application: Application,
  diagnosis?: Diagnosis,
  now = NOW,
): ApplicationDeployment {
  const { images, ...judgement } = judge({ application, diagnosis }, now);
  return deployment({
    ...judgement,
    name: application.name,
    images: [...images],
    revision: application.revision ?? null,
  });
}

const noPods = { code: 'noPods', params: {} } as const;
const serving = {
  code: 'olderServe',
  params: { version: '1.4.0', count: 1 },
} as const;

const merged = (given: Partial<StoredPromotion> = {}) =>
  promotion({
    state: 'merged',
    cause: {
      code: 'merged',
      params: { pullRequests: ['platform/gitops #12'], by: [] },
    },
    mergedAt: ago(10_000),
    ...given,
  });

const deploying = (given: Partial<StoredPromotion> = {}) =>
  merged({ state: 'deploying', deployingAt: ago(5_000), ...given });

/** The target as it is when all has arrived, but for what is given. */
function view(
  given: Partial<ApplicationDeployment> = {},
  seen: Partial<TargetView> = {},
  of: PromotionTarget = target(),
): TargetView {
  return {
    target: of,
    deployment: deployment({ running: '1.5.0', ...given }),
    diagnosis: built.diagnosis(),
    isCompared: true,
    isOperated: true,
    ...seen,
  };
}

describe('A promotion that is tracked after its merge', () => {
  it('follows the recorded deployment: it has succeeded only at its very end', () => {
    const events = recordedEvents('stream-sse-masked-no-replay')
      .map(({ application }) => reader.read(application))
      .filter(({ name }) => name === 'payments-dev');
    const arrived = events.at(-1)!.revision!;
    let state = merged({ to: 'dev', version: '1.10.372', previous: '1.9.0' });
    const seen = (application: Application): TargetView => ({
      target: target({
        versions: [{ name: IMAGE, to: '1.10.372', inSpec: false }],
      }),
      deployment: judged(
        application,
        undefined,
        Date.parse('2026-11-23T05:23:02Z'),
      ),
      isCompared: application.revision === arrived,
      // The list does not tell the operation's commit
      isOperated: undefined,
    });
    const told = events.map(application => {
      state = track(state, [seen(application)], NOW);
      return `${application.sync} ${application.health}: ${state.state}`;
    });
    expect(told).toEqual([
      // Of the old version
      'Synced Healthy: merged',
      'Synced Healthy: merged',
      'Synced Healthy: merged',
      'OutOfSync Healthy: deploying',
      'OutOfSync Healthy: deploying',
      'OutOfSync Healthy: deploying',
      'Synced Progressing: deploying',
      'Synced Progressing: deploying',
      // Which Pods are ready is not listed
      'Synced Healthy: deploying',
    ]);
    const last = seen(events.at(-1)!);
    const known = {
      ...last,
      deployment: { ...last.deployment!, running: '1.10.372' },
      diagnosis: built.diagnosis(),
    };
    expect(track(state, [known], NOW)).toMatchObject({
      state: 'succeeded',
      sentence: 'Only 1.10.372 runs in dev: synced and healthy.',
      endedAt: new Date(NOW).toISOString(),
      waves: [],
    });
  });

  it('has failed where the recorded migration failed, for its reason', async () => {
    const application = listedApplication('orders-production');
    const diagnosis = await diagnose(
      recordedClient({
        get: 'get-orders-production',
        tree: 'tree-orders-production',
      }),
      application,
      signal,
    );
    const one = {
      target: target({ name: 'orders-production' }),
      deployment: judged(application, diagnosis),
      diagnosis,
      isCompared: true,
      isOperated: true,
    };
    const failed = track(merged({ version: '1.6.0' }), [one], NOW);
    expect(failed).toMatchObject({
      state: 'failed',
      sentence:
        'The migration of 1.6.0 failed (Job orders-migrate, wave −1): Job has reached the specified backoff limit. 1.5.1 still runs. Deployment orders was not touched.',
      endedAt: new Date(NOW).toISOString(),
    });
    expect(
      failed.waves.map(({ wave, kind, state }) => `${wave} ${kind} ${state}`),
    ).toEqual([
      '-2 ExternalSecret done',
      '-1 Job failed',
      '0 Deployment notReached',
    ]);
    // What failed before the merge says nothing of it
    for (const isOperated of [false, undefined])
      expect(track(merged(), [{ ...one, isOperated }], NOW).state).toBe(
        'deploying',
      );
  });

  it('waits while the commit that is compared to does not contain the merge', () => {
    const before = merged();
    expect(
      track(before, [view({ running: '1.5.0' }, { isCompared: false })], NOW),
    ).toMatchObject({
      state: 'merged',
      sentence: said(before).sentence,
      deployingAt: undefined,
    });
  });

  it('has not arrived where it is not known what is compared to, and says why', () => {
    const unknown = view(
      {},
      { isCompared: undefined, failure: 'The host answers 502.' },
    );
    for (const before of [merged(), deploying()])
      expect(track(before, [unknown], NOW)).toMatchObject({
        state: before.state,
        sentence: said(before).sentence,
        problem: "Its progress can't be read now: The host answers 502.",
      });
  });

  it('says why nothing is picked up while Argo CD can not compare', () => {
    const broken = {
      state: 'unknown',
      cause: { code: 'manifestsBroken', params: { detail: 'no such file' } },
    } as const;
    for (const isCompared of [false, undefined])
      expect(
        track(merged(), [view(broken, { isCompared })], NOW),
      ).toMatchObject({
        state: 'merged',
        problem: "Manifests can't be generated: no such file.",
      });
  });

  it('says who has to move what the source hydrator rendered to another branch', () => {
    const staged = { branch: 'env/prod-next', syncedBranch: 'env/prod' };
    expect(
      track(merged(), [view({}, { isCompared: false, staged })], NOW),
    ).toMatchObject({
      state: 'merged',
      problem:
        'Argo CD renders payments-production to the branch env/prod-next. The change is deployed once that branch is merged into env/prod.',
    });
  });

  it('remembers when it began to be deployed, and forgets what hindered it', () => {
    const first = track(
      merged({ obstacle: hostSays('The host answers 502.') }),
      [view({ state: 'deploying', cause: serving })],
      NOW,
    );
    expect(first).toMatchObject({
      state: 'deploying',
      deployingAt: new Date(NOW).toISOString(),
      sentence: '1 older pod of 1.4.0 still serves requests.',
      obstacle: undefined,
    });
    const later = track(first, [view({ state: 'deploying' })], NOW + 1_000);
    expect(later.deployingAt).toBe(first.deployingAt);
    // Until it is known what goes on now, the last that was known stands
    expect(later.sentence).toBe(first.sentence);
    expect(track(merged(), [view({ state: 'deploying' })], NOW).sentence).toBe(
      '1.5.0 is rolling out.',
    );
  });

  describe('while it is healthy at the new commit', () => {
    it('has not arrived as long as another version runs as well', () => {
      const both = { images: [`${IMAGE}:1.4.0`, `${IMAGE}:1.5.0`] };
      expect(track(deploying(), [view(both)], NOW)).toMatchObject({
        state: 'deploying',
        sentence: '1.4.0 still runs in production.',
      });
    });

    it('does not take a list that lags behind for another change', () => {
      // Without a diagnosis the one version that runs counts as the wanted one
      const lagging = (inSpec?: boolean) =>
        view(
          { running: '1.4.0', wanted: '1.4.0' },
          {},
          target({ versions: [{ name: IMAGE, to: '1.5.0', inSpec }] }),
        );
      const long = deploying({ deployingAt: ago(LISTED_MS) });
      expect(track(merged(), [lagging(false)], NOW).state).toBe('deploying');
      expect(track(deploying(), [lagging(false)], NOW).state).toBe('deploying');
      expect(track(long, [lagging(false)], NOW).state).toBe('superseded');
      // A generator may be read minutes after the merge; but a change may have been put back too
      const longest = deploying({ deployingAt: ago(GENERATED_MS) });
      for (const inSpec of [true, undefined]) {
        expect(track(long, [lagging(inSpec)], NOW).state).toBe('deploying');
        expect(track(longest, [lagging(inSpec)], NOW).state).toBe('superseded');
      }
    });

    it('waits where what ran before is not what Git asked for before, as after one that never arrived', () => {
      const overtaking = deploying({ previous: '1.4.9' });
      const listed = view({ running: '1.4.0', wanted: '1.4.0' });
      expect(track(overtaking, [listed], NOW).state).toBe('deploying');
    });

    it('is superseded where its tag has another digest by now', () => {
      const pinned = target({
        versions: [
          { name: IMAGE, to: '1.5.0', digest: 'sha256:a', inSpec: false },
        ],
      });
      const pushedAgain = view(
        { images: [`${IMAGE}:1.5.0@sha256:b`], wanted: '1.5.0' },
        {},
        pinned,
      );
      const long = deploying({ deployingAt: ago(LISTED_MS) });
      expect(track(deploying(), [pushedAgain], NOW).state).toBe('deploying');
      expect(track(long, [pushedAgain], NOW)).toMatchObject({
        state: 'superseded',
        sentence:
          'production runs 1.5.0@sha256:b: another change came after 1.5.0.',
      });
    });

    it('is superseded where another version has taken its place', () => {
      expect(
        track(
          deploying({ deployingAt: ago(LISTED_MS) }),
          [view({ running: '1.6.0', wanted: '1.6.0' })],
          NOW,
        ),
      ).toMatchObject({
        state: 'superseded',
        endedAt: new Date(NOW).toISOString(),
        sentence: 'production runs 1.6.0: another change came after 1.5.0.',
      });
    });

    it('leaves other images alone', () => {
      const images = [`${IMAGE}:1.5.0`, 'registry.example.com/proxy:7.0.0'];
      expect(track(merged(), [view({ images })], NOW).state).toBe('succeeded');
    });

    it('finds the image where the registry is written elsewhere than its name', () => {
      const short = target({
        versions: [{ name: 'payments', to: '1.5.0', inSpec: false }],
      });
      expect(
        track(deploying(), [view({ running: '1.4.0' }, {}, short)], NOW).state,
      ).toBe('deploying');
      expect(track(deploying(), [view({}, {}, short)], NOW).state).toBe(
        'succeeded',
      );
    });

    it('knows a version by its digest', () => {
      const pinned = target({
        versions: [{ name: IMAGE, to: 'sha256:aa', inSpec: false }],
      });
      const one = (digest: string) =>
        view({ images: [`${IMAGE}@${digest}`] }, {}, pinned);
      expect(track(deploying(), [one('sha256:aa')], NOW).state).toBe(
        'succeeded',
      );
      expect(track(deploying(), [one('sha256:bb')], NOW).state).toBe(
        'deploying',
      );
    });

    it('goes by the digest that is pinned, whatever the tags', () => {
      const pinned = target({
        versions: [
          { name: IMAGE, to: '1.5.0', digest: 'sha256:aa', inSpec: false },
        ],
      });
      const one = (image: string) =>
        view({ images: [`${IMAGE}${image}`] }, {}, pinned);
      for (const image of ['@sha256:aa', ':1.5.0@sha256:aa', ':1.5.0'])
        expect(track(deploying(), [one(image)], NOW).state).toBe('succeeded');
      // The tag was pushed again
      for (const image of ['@sha256:bb', ':1.5.0@sha256:bb'])
        expect(track(deploying(), [one(image)], NOW).state).toBe('deploying');
    });

    it('goes by the revision where no image is promoted', () => {
      const chart = target({
        versions: [
          { name: 'https://charts.example.com', to: '2.1.0', inSpec: false },
        ],
      });
      const one = (running: string) =>
        view({ running, wanted: '2.1.0', images: [] }, {}, chart);
      const before = deploying({ version: '2.1.0', previous: '2.0.0' });
      expect(track(before, [one('2.0.0')], NOW).state).toBe('deploying');
      expect(track(before, [one('2.1.0')], NOW).state).toBe('succeeded');
    });
  });

  describe('while it is degraded', () => {
    const degraded = (since: string | null, isOperated?: boolean) =>
      view({ state: 'degraded', cause: noPods, since }, { isOperated });

    it('waits for a while: Argo CD says so too while Pods are replaced', () => {
      expect(
        track(
          deploying({ deployingAt: ago(DEGRADED_MS) }),
          [degraded(ago(DEGRADED_MS - 1), true)],
          NOW,
        ),
      ).toMatchObject({
        state: 'deploying',
        sentence: 'No pods are running.',
      });
    });

    it('has failed after that', () => {
      expect(
        track(
          deploying({
            mergedAt: ago(DEGRADED_MS + 1_000),
            deployingAt: ago(DEGRADED_MS),
          }),
          [degraded(ago(DEGRADED_MS), true)],
          NOW,
        ),
      ).toMatchObject({
        state: 'failed',
        sentence: '1.5.0 was applied but is unhealthy. No pods are running.',
      });
    });

    describe('where a CronJob was unhealthy before the merge', () => {
      /** So long after it was applied, with this version running */
      const after = (ms: number, images: string[]) =>
        track(
          deploying({ mergedAt: ago(ms + 1_000), deployingAt: ago(ms) }),
          [
            view(
              {
                state: 'degraded',
                cause: noPods,
                since: ago(ms + 3e9),
                images,
              },
              { isOperated: true },
            ),
          ],
          NOW,
        );

      it('is deploying as long as what is new may still be starting', () => {
        expect(after(5_000, [`${IMAGE}:1.5.0`])).toMatchObject({
          state: 'deploying',
          cause: { code: 'deploying', params: { cause: noPods } },
        });
      });

      it('succeeds once only its version runs, and says what was unhealthy before', () => {
        expect(after(DEGRADED_MS, [`${IMAGE}:1.5.0`])).toMatchObject({
          state: 'succeeded',
          cause: { code: 'arrivedUnhealthy', params: { cause: noPods } },
        });
      });

      it('fails, after a time in which lists may lag, where another version still runs', () => {
        const old = [`${IMAGE}:1.4.0`];
        expect(after(DEGRADED_MS, old).state).toBe('deploying');
        expect(after(GENERATED_MS, old)).toMatchObject({
          state: 'failed',
          cause: { code: 'unhealthyAfter' },
        });
      });
    });

    it('does not hold up a promotion where Git asked for the version before, and nothing is applied anew', () => {
      const before = degraded(ago(1e9), false);
      const found = target({ foundIn: 'f'.repeat(40) });
      const images = [`${IMAGE}:1.5.0`];
      expect(
        track(
          deploying({ mergedAt: ago(1e8), deployingAt: ago(1e8) }),
          [
            {
              ...before,
              target: found,
              deployment: { ...before.deployment!, images },
            },
          ],
          NOW,
        ),
      ).toMatchObject({
        state: 'succeeded',
        cause: { code: 'arrivedUnhealthy' },
      });
    });

    it('is not blamed before it is known to have been applied', () => {
      const long = deploying({ deployingAt: ago(1e9) });
      for (const isOperated of [false, undefined])
        expect(track(long, [degraded(ago(1e9), isOperated)], NOW).state).toBe(
          'deploying',
        );
    });
  });

  it.each([
    'waiting',
    'suspended',
    'outOfSync',
    'unknown',
    'notDeployed',
  ] as const)('has not arrived while it is %s, and says why', state => {
    expect(
      track(deploying(), [view({ state, cause: noPods })], NOW),
    ).toMatchObject({ state: 'deploying', sentence: 'No pods are running.' });
  });

  it('stays where it is while the instance can not be read', () => {
    const stale = view({ staleSince: ago(60_000) });
    for (const before of [merged(), deploying()])
      expect(track(before, [stale], NOW)).toMatchObject({
        state: before.state,
        sentence: said(before).sentence,
        problem:
          "Argo CD eu-central can't be read now, so it is not known how payments-production is.",
      });
  });

  it('stays where it is while Argo CD does not list the Application', () => {
    expect(track(deploying(), [{ target: target() }], NOW)).toMatchObject({
      state: 'deploying',
      problem:
        'Argo CD eu-central does not list payments-production. It was deleted, or the account may not see it.',
    });
  });

  describe('of several targets', () => {
    const us = target({ name: 'payments-us' });

    it('has succeeded once all have', () => {
      expect(track(deploying(), [view(), view({}, {}, us)], NOW).state).toBe(
        'succeeded',
      );
      expect(
        track(merged(), [view(), view({}, { isCompared: false }, us)], NOW),
      ).toMatchObject({ state: 'deploying' });
      expect(track(deploying(), [view(), { target: us }], NOW)).toMatchObject({
        state: 'deploying',
        problem: expect.stringContaining('payments-us'),
      });
    });

    it('has failed as soon as one has', () => {
      const failed = view({ state: 'failed', cause: noPods }, {}, us);
      expect(
        track(deploying(), [view({ state: 'deploying' }), failed], NOW),
      ).toMatchObject({ state: 'failed', sentence: 'No pods are running.' });
    });
  });

  it('does not claim to have arrived where none of the listed images is the promoted one', () => {
    const foreign = view({ images: ['registry.example.com/proxy:7.0.0'] });
    expect(track(deploying(), [foreign], NOW)).toMatchObject({
      state: 'deploying',
      problem:
        'None of the images that Argo CD lists for payments-production is the promoted one, so it is not known whether it arrived.',
    });
  });

  it('has arrived where nothing runs, as of a service that runs by a schedule, and says so', () => {
    const scheduled = view({
      images: [],
      running: null,
      nothingRuns: true,
      wanted: '1.5.0',
    });
    expect(track(deploying(), [scheduled], NOW)).toMatchObject({
      state: 'succeeded',
      sentence:
        '1.5.0 is applied in production, synced and healthy. Nothing runs there now.',
    });
  });

  it.each(['healthy', 'degraded'] as const)(
    'is superseded where nothing runs, of a %s service, and Git asks for another version',
    state => {
      const overtaken = view(
        {
          state,
          since: ago(3e9),
          images: [],
          running: null,
          nothingRuns: true,
          wanted: '1.6.0',
        },
        { isOperated: true },
      );
      const since = { mergedAt: ago(90_000), deployingAt: ago(80_000) };
      expect(track(deploying(since), [overtaken], NOW)).toMatchObject({
        state: 'superseded',
        sentence:
          'Git asks for 1.6.0 in production: another change came after 1.5.0. Nothing runs there now.',
      });
    },
  );

  it('does not claim to have arrived where it is not known what runs', () => {
    const unknown = view({ images: [], running: null, nothingRuns: false });
    expect(track(deploying(), [unknown], NOW).state).toBe('deploying');
  });

  it('finds the image in a mirror, whatever its registry and folder are called', () => {
    const mirrored = (tag: string) =>
      view({ images: [`mirror.local/docker-hub/payments:${tag}`] });
    expect(track(deploying(), [mirrored('1.4.0')], NOW).state).toBe(
      'deploying',
    );
    expect(track(deploying(), [mirrored('1.5.0')], NOW).state).toBe(
      'succeeded',
    );
  });

  it('claims nothing where there is nothing to look at', () => {
    const before = deploying();
    expect(track(before, [], NOW)).toEqual(said(before));
  });
});
