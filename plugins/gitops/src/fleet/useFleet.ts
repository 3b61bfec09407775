import { Fleet, fleetChannel, GitopsApi } from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';
import { mergeFleet } from './mergeFleet';

// Only what changed since is asked for. An app has one client
const held = new WeakMap<GitopsApi, Fleet>();

/** What runs of every service, kept up to date. */
export function useFleet(): Refreshable<Fleet> {
  return useLive({
    key: 'fleet',
    channels: [fleetChannel],
    async load(api, signal) {
      const before = held.get(api);
      const answer = await api.fleet({ since: before?.cursor }, { signal });
      const fleet = mergeFleet(before, answer);
      held.set(api, fleet);
      return fleet;
    },
    // The cursor tells of every change of services
    textOf: ({ services, ...rest }) => JSON.stringify([services.length, rest]),
    pollMs: safetyPollMs,
  });
}
