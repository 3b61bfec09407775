import type { LoggerService } from '@backstage/backend-plugin-api';
import { ApplicationSets } from './argocd/ApplicationSets';
import { ArgoCdClient } from './argocd/ArgoCdClient';
import {
  Credentials,
  givenToken,
  tokenFromFile,
  userSession,
} from './argocd/Credentials';
import { Transport } from './argocd/Transport';
import type { InstanceSettings } from './config/readConfig';
import type { CommitHosts } from './details/commits';
import { DetailsReader } from './details/DetailsReader';
import { ApplicationSetErrors } from './diagnosis/ApplicationSetErrors';
import { Diagnostician } from './diagnosis/Diagnostician';
import type { LiveServices } from './answers/LiveServices';
import type { Clock } from './inventory/Clock';
import type { Inventory } from './inventory/Inventory';
import { Reflector } from './inventory/Reflector';
import { measuredClient } from './measuredClient';
import type { Metrics } from './metrics';

/** What reads one Argo CD instance. Nothing of it runs before it is started. */
export interface ConnectedInstance {
  settings: InstanceSettings;
  client: ArgoCdClient;
  reflector: Reflector;
  applicationSets: ApplicationSets;
  applicationSetErrors: ApplicationSetErrors;
  diagnostician: Diagnostician;
  details: DetailsReader;
}

/** Puts together what reads one instance, with the credentials that it is configured with. */
export function connectInstance(
  settings: InstanceSettings,
  options: {
    inventory: Inventory;
    live: LiveServices;
    /** Told that an instance has another state */
    onState(instance: string): void;
    clock: Clock;
    logger: LoggerService;
    metrics: Metrics;
    /** Where commits have pages */
    hosts?: CommitHosts;
  },
): ConnectedInstance {
  const { inventory, live, onState, clock, metrics, hosts } = options;
  const { name: instance, limits } = settings;
  const logger = options.logger.child({ instance });
  const transport = new Transport({
    url: settings.url,
    headers: settings.headers,
    ca: settings.ca,
    onAnswer: answer => metrics.answer(instance, answer),
  });
  const client = new ArgoCdClient({
    transport,
    credentials: credentialsOf(settings, transport),
    limits,
  });
  let resumeDiagnoses = () => {};
  const reflector = new Reflector({
    instance,
    client: measuredClient(client, instance, metrics),
    inventory,
    clock,
    logger,
    relistEveryMs: settings.relistEveryMs,
    onState: () => {
      onState(instance);
      resumeDiagnoses();
    },
    onList: durationMs => metrics.list(instance, durationMs),
    onEvents: count => metrics.events(instance, count),
  });
  const applicationSets = new ApplicationSets({ client });
  const applicationSetErrors = new ApplicationSetErrors({
    instance,
    client,
    inventory,
    clock,
    logger,
  });
  const details = new DetailsReader({ client, hosts });
  const diagnostician = new Diagnostician({
    instance,
    client: {
      get: (...of) => client.get(...of),
      resourceTree: (...of) => client.resourceTree(...of),
      async managedResources(application, ...of) {
        const managed = await client.managedResources(application, ...of);
        details.hold(application, managed);
        return managed;
      },
      events: (...of) => client.events(...of),
      logs: (...of) => client.logs(...of),
      syncWindows: (...of) => client.syncWindows(...of),
      project: (...of) => client.project(...of),
      applicationSet: set => applicationSets.get(set),
    },
    inventory,
    clock,
    logger,
    complete: (...of) => applicationSetErrors.addedTo(...of),
    isWatched: application => live.isWatched(application),
    isListing: () => reflector.state.status === 'connecting',
    onDoubt: () => reflector.listSoon(),
    onDiagnosis: (durationMs, answer) =>
      metrics.diagnosis(instance, durationMs, answer),
  });
  resumeDiagnoses = () => diagnostician.resume();
  metrics.observeInstance(instance, {
    applications: () => inventory.count('instance', instance),
    unconfirmed: () => inventory.count('missing', instance),
    malformed: () => reflector.state.malformed,
    staleSince: () => reflector.state.staleSince,
  });
  metrics.observeQueue(instance, {
    length: () => diagnostician.queued,
    since: () => diagnostician.queuedSince,
  });
  return {
    settings,
    client,
    reflector,
    applicationSets,
    applicationSetErrors,
    diagnostician,
    details,
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
