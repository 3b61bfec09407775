import type { SeenVersion } from 'backstage-plugin-gitops-common';
import { environment } from '../promotions/__testUtils__/samples';
import { versionCandidates } from './versionCandidates';

const seen = (
  name: string,
  version: string,
  given: Partial<SeenVersion> = {},
): SeenVersion => ({
  environment: name,
  version,
  since: '2026-11-20T08:00:00.000Z',
  until: null,
  healthySince: '2026-11-20T08:01:00.000Z',
  healthyUntil: null,
  state: 'healthy',
  digest: null,
  isRunning: false,
  applications: [],
  ...given,
});

const target = environment('production', { running: '1.4.0' });
const staging = environment('staging', { running: '1.6.0' });
const dev = environment('dev', { running: '1.7.0' });

it('has what runs in the nearest environment first, then what it had before, then what runs further away', () => {
  const candidates = versionCandidates(
    [
      seen('dev', '1.7.0'),
      seen('staging', '1.6.0'),
      seen('dev', '1.6.0'),
      seen('staging', '1.5.0'),
    ],
    { target, sources: [staging, dev] },
  );
  expect(
    candidates.map(({ version, from, runsIn, ranIn }) => [
      version,
      from,
      runsIn,
      ranIn.map(one => one.environment),
    ]),
  ).toEqual([
    ['1.6.0', 'staging', ['staging'], ['staging', 'dev']],
    ['1.5.0', 'staging', [], ['staging']],
    ['1.7.0', 'dev', ['dev'], ['dev']],
  ]);
});

it('says why a version can not be promoted', () => {
  const never = { healthySince: null, state: 'degraded' as const };
  expect(
    versionCandidates(
      [seen('staging', '1.5.0', never), seen('staging', '1.4.0')],
      { target, sources: [staging] },
    ).map(({ version, isPromotable, why }) => [
      version,
      isPromotable,
      why?.sentence,
    ]),
  ).toEqual([
    ['1.6.0', true, undefined],
    ['1.5.0', false, '1.5.0 was never seen healthy.'],
    ['1.4.0', false, 'Production has 1.4.0 already.'],
  ]);
});

it('does not offer what Git asks for already, though it does not run yet', () => {
  const waiting = environment('production', {
    running: '1.4.0',
    wanted: '1.6.0',
  });
  expect(
    versionCandidates([], { target: waiting, sources: [staging] }),
  ).toMatchObject([{ version: '1.6.0', why: { code: 'alreadyThere' } }]);
});

it('comes from further away where the nearest environment never had it healthy', () => {
  const candidates = versionCandidates(
    [seen('staging', '1.7.0', { healthySince: null })],
    { target, sources: [staging, dev] },
  );
  expect(candidates.find(one => one.version === '1.7.0')).toMatchObject({
    from: 'dev',
    isPromotable: true,
  });
});
