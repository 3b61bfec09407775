import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readSettings } from './readConfig';

const settingsOf = (notifications: JsonObject | undefined) =>
  readSettings(
    new ConfigReader({
      gitops: {
        environments: [{ name: 'dev' }, { name: 'production' }],
        ...(notifications && { notifications }),
      },
    }),
  ).notifications;

describe('gitops.notifications', () => {
  it('notifies nobody where it is not there', () => {
    expect(settingsOf(undefined)).toBeUndefined();
  });

  it('is about failed and degraded services of all environments by default', () => {
    expect(settingsOf({ after: { minutes: 15 } })).toEqual({
      afterMs: 900_000,
      environments: undefined,
      states: ['failed', 'degraded'],
      recovery: false,
    });
  });

  it('is read as it is written', () => {
    expect(
      settingsOf({
        after: '1h',
        environments: ['production'],
        states: ['failed'],
        recovery: true,
      }),
    ).toEqual({
      afterMs: 3_600_000,
      environments: ['production'],
      states: ['failed'],
      recovery: true,
    });
  });

  it.each<[JsonObject, string]>([
    [{}, 'gitops.notifications.after: '],
    [
      { after: { minutes: 0 } },
      'gitops.notifications.after: has to be more than 0',
    ],
    [
      { after: '15m', environments: ['prod'] },
      'gitops.notifications.environments: no environment is named "prod". Configured: dev, production',
    ],
    [{ after: '15m', states: ['healthy'] }, 'gitops.notifications.states'],
    [
      { after: '15m', to: 'everyone' },
      'gitops.notifications: does not know the key "to". Known: ',
    ],
  ])('refuses %j', (notifications, mistake) => {
    expect(() => settingsOf(notifications)).toThrow(mistake);
  });
});
