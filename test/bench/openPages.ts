import { setTimeout } from 'node:timers/promises';
import {
  GitopsClient,
  serviceChannel,
  SignalMessage,
} from '../../plugins/gitops-common/src';
import { LiveStore } from '../../plugins/gitops/src/live/LiveStore';
import { safetyPollMs } from '../../plugins/gitops/src/live/SharedAnswer';
import { Backend, startBackend } from './Backend';
import { type Bench, Skipped } from './Bench';
import { startSubject } from './subject';
import type { SandboxAddresses } from './subjects/sandbox';

const pages = 500;
const serviceCount = 100;
const environments = 5;
const flaps = 3;
/** Long enough for the backend to notice, although it asks an Argo CD that fails less often */
const flapMs = 60_000;
const openedWithinMs = 60_000;
/** Until pages only read once a minute, as those do that have been open for long */
const settledMs = 70_000;
const secondMs = 1_000;
const target = 100;

/**
 * Requests at the backend in its busiest second, while one Argo CD fails and recovers again and
 * again and 500 people have a service's page open: the same store of answers that the browser runs,
 * each with a connection for signals of its own. The 100 services are all on that Argo CD. It
 * counts every request that a page makes, the polls that no signal asked for among them.
 */
export const openPages: Bench = async workshop => {
  if (typeof WebSocket === 'undefined')
    throw new Skipped(
      'it needs Node 22, or NODE_OPTIONS=--experimental-websocket with Node 20',
    );
  const services = Array.from(
    { length: serviceCount },
    (_, index) => `svc-${String(index + 1).padStart(4, '0')}`,
  );
  const sandbox = await startSubject<SandboxAddresses>(workshop, 'sandbox', {
    args: [
      JSON.stringify({
        applications: serviceCount * environments,
        seed: false,
        forge: false,
        instances: [{ name: 'bench' }],
      }),
    ],
  }).next();
  workshop.say(`starting the backend for ${services.length} services`);
  const backend = await startBackend(workshop, { sandbox, services });
  const asked: number[] = [];
  const answered = { ok: 0, failed: 0 };
  const clientOf = (token: string) =>
    new GitopsClient({
      fetchApi: {
        async fetch(input) {
          asked.push(performance.now());
          const response = await fetch(
            String(input).replace(
              'plugin://gitops',
              `${backend.url}/api/gitops`,
            ),
            { headers: { authorization: `Bearer ${token}` } },
          );
          if (response.ok) answered.ok += 1;
          else answered.failed += 1;
          return response;
        },
      },
    });
  standInForTheBrowser();

  workshop.say(`opening ${pages} pages`);
  let signals = 0;
  const stale = new Set<number>();
  for (let page = 0; page < pages; page++) {
    const entityRef = `component:default/${services[page % serviceCount]}`;
    const token = await backend.signIn(`user:default/person-${page}`);
    const store = new LiveStore({
      api: clientOf(token),
      signals: connect(backend, token, () => {
        signals += 1;
      }),
    });
    const question = {
      key: `service ${entityRef}`,
      channels: [serviceChannel(entityRef)],
      load: (of: GitopsClient, signal: AbortSignal) =>
        of.service(entityRef, { signal }),
      pollMs: safetyPollMs,
    };
    store.subscribe(question as never, () => {
      const live = store.get(question.key);
      const isStale = JSON.stringify(live).includes('"staleSince":"');
      if (isStale) stale.add(page);
      else stale.delete(page);
    });
    await setTimeout(openedWithinMs / pages);
  }
  await setTimeout(settledMs);

  const openedIn = asked.length;
  const before = signals;
  const startedAt = performance.now();
  const seenStale: number[] = [];
  const setFailure = (failure: string | null) =>
    fetch(`${sandbox.url}/sandbox/api/instances/bench/failure`, {
      method: 'PUT',
      body: JSON.stringify({ failure }),
    });
  for (let flap = 0; flap < flaps; flap++) {
    await setFailure('outage');
    await setTimeout(flapMs);
    seenStale.push(stale.size);
    await setFailure(null);
    await setTimeout(flapMs);
    workshop.say(
      `${flap + 1} of ${flaps}: ${seenStale[flap]} pages told of it, ${
        stale.size
      } still do`,
    );
  }
  const during = asked.filter(at => at >= startedAt);
  const most = busiest(during);
  return [
    {
      figure: `${pages} open service pages, one Argo CD flaps: requests at the backend in the busiest second`,
      target: String(target),
      measured: String(most),
      ok: most <= target && Math.min(...seenStale) >= pages * 0.95,
      samples: `${during.length} requests in ${flaps} outages of ${
        flapMs / 1_000
      } s`,
      details: {
        'requests while the pages were opened': openedIn,
        'signals that reached pages': signals - before,
        'pages that told of the outage, fewest': Math.min(...seenStale),
        'pages that told of it after the last one': stale.size,
        'answers that failed': answered.failed,
      },
    },
  ];
};

function busiest(times: readonly number[]): number {
  return Math.max(
    ...times.map(
      from => times.filter(at => at >= from && at < from + secondMs).length,
    ),
  );
}

/** What the store asks a browser for: whether the page is seen, and whether it is online. */
function standInForTheBrowser(): void {
  const events = { addEventListener() {}, removeEventListener() {} };
  Object.assign(globalThis, {
    document: { visibilityState: 'visible', ...events },
    window: events,
  });
}

/** A page's connection for signals, which speaks as Backstage's own client does. */
function connect(backend: Backend, token: string, onSignal: () => void) {
  const url = `${backend.url.replace(/^http/, 'ws')}/api/signals`;
  const socket = new WebSocket(url, token);
  const opened = new Promise(resolve => {
    socket.onopen = resolve;
  });
  const listeners = new Map<string, (message: SignalMessage) => void>();
  socket.onmessage = ({ data }) => {
    const { channel, message } = JSON.parse(String(data));
    const listener = listeners.get(channel);
    if (listener) onSignal();
    listener?.(message);
  };
  return {
    subscribe(channel: string, onMessage: (message: never) => void) {
      listeners.set(channel, onMessage as (message: SignalMessage) => void);
      opened.then(() =>
        socket.send(JSON.stringify({ action: 'subscribe', channel })),
      );
      return { unsubscribe: () => void listeners.delete(channel) };
    },
  };
}
