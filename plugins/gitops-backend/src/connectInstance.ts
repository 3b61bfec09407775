import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Application } from './argocd/Application';
import { ArgoCdClient } from './argocd/ArgoCdClient';
import {
  Credentials,
  givenToken,
  tokenFromFile,
  userSession,
} from './argocd/Credentials';
import { Transport } from './argocd/Transport';
import type { InstanceSettings } from './config/readConfig';
import { DetailsReader } from './details/DetailsReader';
import { Diagnostician } from './diagnosis/Diagnostician';
import type { LiveServices } from './answers/LiveServices';
import type { Clock } from './inventory/Clock';
import type { Inventory } from './inventory/Inventory';
import { Reflector } from './inventory/Reflector';
import type { Metrics } from './metrics';

/** What reads one Argo CD instance. Nothing of it runs before it is started. */
export interface ConnectedInstance {
  settings: InstanceSettings;
  client: ArgoCdClient;
  reflector: Reflector;
  diagnostician: Diagnostician;
  details: DetailsReader;
}

/** Puts together what reads one instance, with the credentials that it is configured with. */
export function connectInstance(
  settings: InstanceSettings,
  options: {
    inventory: Inventory;
    live: LiveServices;
    clock: Clock;
    logger: LoggerService;
    metrics: Metrics;
    /** Told of Applications of which more is known */
    tell(applications: readonly Application[]): void;
  },
): ConnectedInstance {
  const { inventory, live, clock, metrics, tell } = options;
  const { name: instance, limits } = settings;
  const logger = options.logger.child({ instance });
  const transport = new Transport({
    url: settings.url,
    headers: settings.headers,
    ca: settings.ca,
  });
  const client = new ArgoCdClient({
    transport,
    credentials: credentialsOf(settings, transport),
    limits,
  });
  const reflector = new Reflector({
    instance,
    client,
    inventory,
    clock,
    logger,
    relistEveryMs: settings.relistEveryMs,
    onState: () => live.takeInstance(instance),
    onDoubts: applications =>
      live.take(applications.map(current => ({ current }))),
    onList: durationMs => metrics.list(instance, durationMs),
    onEvents: count => metrics.events(instance, count),
  });
  const diagnostician = new Diagnostician({
    instance,
    client,
    inventory,
    clock,
    logger,
    isWatched: application => live.isWatched(application),
    onDiagnosed: application => {
      live.take([{ current: application }]);
      tell([application]);
    },
  });
  metrics.observe(instance, {
    applications: () => inventory.count(instance),
    staleSince: () => reflector.state.staleSince,
  });
  return {
    settings,
    client,
    reflector,
    diagnostician,
    details: new DetailsReader({ client }),
  };
}

function credentialsOf(
  { credentials, limits }: InstanceSettings,
  transport: Transport,
): Credentials {
  switch (credentials.kind) {
    case 'token':
      return givenToken(credentials.token);
    case 'tokenFile':
      return tokenFromFile(credentials.file);
    default:
      return userSession({
        transport,
        username: credentials.username,
        password: credentials.password,
        timeoutMs: limits.requestMs,
      });
  }
}
