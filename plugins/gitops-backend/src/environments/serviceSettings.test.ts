import { settings } from '../promotions/__testUtils__/samples';
import type { ServiceSetting } from './PromotionSettings';
import { readServiceSettings, settingsIn } from './serviceSettings';

const HOUR_MS = 3_600_000;
const all: ServiceSetting[] = ['soakTime', 'reviewers', 'labels', 'merge'];

const environments = (servicesMaySet: ServiceSetting[] = all) => [
  { name: 'staging' },
  {
    name: 'production',
    promotion: settings({
      soakTimeMs: 24 * HOUR_MS,
      labels: ['promotion'],
      reviewers: ['platform'],
      servicesMaySet,
    }),
  },
];
const inProduction = (annotation: string, may?: ServiceSetting[]) =>
  settingsIn(environments(may), 'production', annotation);
const messages = (annotation: string, may?: ServiceSetting[]) =>
  readServiceSettings(annotation, environments(may)).problems.map(
    one => `${one.annotation}: ${one.message}`,
  );

describe('What a service sets for itself', () => {
  it('is added to what is configured for the environment', () => {
    const annotation = `
production:
  soakTime: 48h
  reviewers: [payments/oncall, platform]
  labels: [tier-1]
  merge: { method: rebase }
`;
    expect(inProduction(annotation)).toMatchObject({
      soakTimeMs: 48 * HOUR_MS,
      reviewers: ['platform', 'payments/oncall'],
      labels: ['promotion', 'tier-1'],
      merge: { method: 'rebase', whenReady: false },
    });
    expect(messages(annotation)).toEqual([]);
  });

  it('has people promote it, whether or not the environment allows to set that', () => {
    const on = (promotion: Parameters<typeof settings>[0], text: string) =>
      settingsIn(
        [{ name: 'production', promotion: settings(promotion) }],
        'production',
        text,
      )?.auto;
    const auto = { merges: true };
    expect(on({ auto }, 'production: { auto: false }')).toBeUndefined();
    expect(on({ auto }, 'production: { labels: [a] }')).toEqual(auto);
    expect(messages('production: { auto: false }', [])).toEqual([]);
  });

  it('has the portal promote it where the environment allows to set that', () => {
    const own = 'production: { auto: true }';
    expect(inProduction(own, ['auto'])?.auto).toEqual({ merges: false });
    expect(inProduction(own)?.auto).toBeUndefined();
    expect(messages(own, [])).toEqual([
      'gitops/promotion: Services may not set auto for production, so this is ignored. Allowed there: nothing (promotion.servicesMaySet in the configuration).',
    ]);
    expect(messages('production: { auto: { merge: true } }', ['auto'])).toEqual(
      [
        'gitops/promotion: auto of production is ignored: it has to be a boolean.',
      ],
    );
  });

  it('can be JSON', () => {
    expect(
      inProduction('{"production": {"soakTime": {"days": 3}}}')?.soakTimeMs,
    ).toBe(72 * HOUR_MS);
  });

  it('makes no soak time shorter', () => {
    expect(inProduction('production: { soakTime: 1h }')?.soakTimeMs).toBe(
      24 * HOUR_MS,
    );
  });

  it('is left out and shown as a problem where the environment does not allow it', () => {
    const annotation =
      'production: { merge: squash, soakTime: 48h, fourEyes: false }';
    expect(inProduction(annotation, ['soakTime'])).toMatchObject({
      soakTimeMs: 48 * HOUR_MS,
      merge: undefined,
      fourEyes: false,
    });
    expect(messages(annotation, ['soakTime'])).toEqual([
      'gitops/promotion: Services may not set merge and fourEyes for production, so this is ignored. Allowed there: soakTime (promotion.servicesMaySet in the configuration).',
    ]);
    expect(messages('staging: { labels: [a] }')).toEqual([
      'gitops/promotion: Services may not set labels for staging, so this is ignored. Allowed there: nothing (promotion.servicesMaySet in the configuration).',
    ]);
  });

  it.each([
    [
      'production: { soakTime: soon, labels: [a] }',
      'soakTime of production is ignored: it has to be a duration such as { minutes: 3 } or "3m".',
    ],
    [
      'prod: { soakTime: 48h }',
      'No environment is named "prod". Configured: staging, production.',
    ],
    [
      'production: [',
      "It can't be read. Write YAML with an object for each environment, such as: production: { soakTime: 2d }.",
    ],
    [
      'squash',
      "It can't be read. Write YAML with an object for each environment, such as: production: { soakTime: 2d }.",
    ],
    [
      'production: &a { labels: [x] }\nstaging: *a',
      "It can't be read. Write YAML with an object for each environment, such as: production: { soakTime: 2d }.",
    ],
  ])('is a problem where it says %j', (annotation, message) => {
    expect(messages(annotation)).toEqual([`gitops/promotion: ${message}`]);
    expect(inProduction(annotation)?.soakTimeMs).toBe(24 * HOUR_MS);
  });

  it('is nothing where there is no annotation', () => {
    expect(settingsIn(environments(), 'production')).toEqual(
      environments()[1].promotion,
    );
    expect(settingsIn(environments(), 'unknown', 'x')).toBeUndefined();
  });
});
