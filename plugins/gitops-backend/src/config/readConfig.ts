import { readFileSync } from 'node:fs';
import type { Config } from '@backstage/config';
import type { z } from 'zod';
import type { EnvironmentConfig } from '../environments/Environments';
import { readPresentPlugins } from './presentPlugins';
import { ConfigurationProblems } from './problems';
import {
  DurationConfig,
  GitopsConfig,
  gitopsSchema,
  InstanceConfig,
} from './schema';

/** How an Argo CD server is asked who asks. */
export type CredentialsSettings =
  | { kind: 'token'; token: string }
  | { kind: 'tokenFile'; file: string }
  | { kind: 'user'; username: string; password: string };

export interface InstanceSettings {
  name: string;
  url: string;
  publicUrl: string;
  credentials: CredentialsSettings;
  /** PEM */
  ca?: string;
  headers: Record<string, string>;
  relistEveryMs: number;
  limits: { requestMs: number; listMs: number; streamIdleMs: number };
}

export interface Settings {
  serviceLabel: string;
  instances: InstanceSettings[];
  /** Undefined where the labels name them */
  environments?: EnvironmentConfig[];
}

/**
 * Reads the configuration: `gitops`, and where that names no Argo CD, what the plugins that people have today read.
 *
 * @throws Error that names every mistake with its place
 */
export function readSettings(config: Config): Settings {
  const problems = new ConfigurationProblems();
  const raw: unknown = config.getOptional('gitops') ?? {};
  const parsed = gitopsSchema.safeParse(raw, {
    error: issue => describeIssue(issue),
  });
  if (!parsed.success) {
    for (const issue of parsed.error.issues)
      problems.add(placeOf(['gitops', ...issue.path]), issue.message);
    problems.throwIfAny();
  }
  const gitops: GitopsConfig = parsed.data ?? {};
  const isOwn = gitops.argocd !== undefined;
  const instances =
    gitops.argocd?.instances.map((instance, index) => ({
      instance,
      place: `gitops.argocd.instances[${index}]`,
    })) ?? readPresentPlugins(config, problems);
  refuseDuplicates(
    instances.map(({ instance, place }) => ({
      name: instance.name,
      place: `${place}.name`,
    })),
    'instances',
    problems,
  );
  const settings = {
    serviceLabel: gitops.serviceLabel ?? 'app.kubernetes.io/name',
    instances: instances.flatMap(
      ({ instance, place }) => readInstance(instance, place, problems) ?? [],
    ),
    environments:
      gitops.environments &&
      readEnvironments(
        gitops.environments,
        isOwn ? instances.map(({ instance }) => instance.name) : undefined,
        problems,
      ),
  };
  problems.throwIfAny();
  return settings;
}

function readInstance(
  config: InstanceConfig,
  place: string,
  problems: ConfigurationProblems,
): InstanceSettings | undefined {
  const url = readUrl(config.url, `${place}.url`, problems);
  const publicUrl =
    config.publicUrl === undefined
      ? url
      : readUrl(config.publicUrl, `${place}.publicUrl`, problems);
  const credentials = readCredentials(config, place, problems);
  const ca =
    config.caFile === undefined ? config.ca : readCa(config, place, problems);
  if (!url || !publicUrl || !credentials) return undefined;
  return {
    name: config.name,
    url,
    publicUrl,
    credentials,
    ca,
    headers: config.headers ?? {},
    relistEveryMs: toMs(config.relistEvery) ?? 180_000,
    limits: {
      requestMs: toMs(config.timeLimits?.request) ?? 10_000,
      listMs: toMs(config.timeLimits?.list) ?? 60_000,
      streamIdleMs: toMs(config.timeLimits?.streamIdle) ?? 45_000,
    },
  };
}

function readUrl(
  text: string,
  place: string,
  problems: ConfigurationProblems,
): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    problems.add(
      place,
      'is no address. Write it like https://argocd.example.com',
    );
    return undefined;
  }
  if (url.username || url.password) {
    problems.add(
      place,
      'holds a user or a password. Move them to username and password',
    );
    return undefined;
  }
  if (/\/api(\/v1)?\/?$/.test(url.pathname)) {
    problems.add(
      place,
      'is to be the address of Argo CD itself, without /api/v1',
    );
    return undefined;
  }
  return text;
}

function readCredentials(
  config: InstanceConfig,
  place: string,
  problems: ConfigurationProblems,
): CredentialsSettings | undefined {
  const { token, tokenFile, username, password } = config;
  const given = [
    token !== undefined && 'token',
    tokenFile !== undefined && 'tokenFile',
    (username ?? password) !== undefined && 'username and password',
  ].filter(Boolean);
  if (given.length > 1) {
    problems.add(place, `has ${given.join(' and ')}. Keep one of them`);
    return undefined;
  }
  if (token !== undefined) return { kind: 'token', token };
  if (tokenFile !== undefined) return { kind: 'tokenFile', file: tokenFile };
  if (username !== undefined && password !== undefined)
    return { kind: 'user', username, password };
  if (given.length === 1)
    problems.add(
      place,
      `lacks its ${username === undefined ? 'username' : 'password'}`,
    );
  else
    problems.add(
      `${place}.token`,
      'is missing. Set token, tokenFile, or username and password; where it comes from an environment variable, that one is not set',
    );
  return undefined;
}

function readCa(
  config: InstanceConfig,
  place: string,
  problems: ConfigurationProblems,
): string | undefined {
  if (config.ca !== undefined)
    problems.add(place, 'has ca and caFile. Keep one of them');
  try {
    return readFileSync(config.caFile!, 'utf8');
  } catch {
    problems.add(`${place}.caFile`, `the file ${config.caFile} can't be read`);
    return undefined;
  }
}

function readEnvironments(
  configs: NonNullable<GitopsConfig['environments']>,
  instances: string[] | undefined,
  problems: ConfigurationProblems,
): EnvironmentConfig[] {
  const place = (index: number) => `gitops.environments[${index}]`;
  refuseDuplicates(
    configs.map(({ name }, index) => ({ name, place: `${place(index)}.name` })),
    'environments',
    problems,
  );
  const names = configs.map(({ name }) => name);
  configs.forEach(({ name, from, match }, index) => {
    for (const source of from ?? []) {
      if (!names.includes(source))
        problems.add(
          `${place(index)}.from`,
          `no environment is named "${source}". Configured: ${names.join(
            ', ',
          )}`,
        );
      if (source === name)
        problems.add(
          `${place(index)}.from`,
          `"${name}" can't come from itself`,
        );
    }
    for (const instance of match?.instance ?? []) {
      if (
        instances &&
        !instance.includes('*') &&
        !instances.includes(instance)
      ) {
        problems.add(
          `${place(index)}.match.instance`,
          `no Argo CD instance is named "${instance}". Configured: ${instances.join(
            ', ',
          )}`,
        );
      }
    }
  });
  const cycle = findCycle(
    new Map(configs.map(({ name, from }) => [name, from ?? []])),
  );
  if (cycle)
    problems.add(
      `${place(names.indexOf(cycle[0]))}.from`,
      `environments go round in a circle: ${cycle.join(' -> ')}`,
    );
  return configs;
}

/** The first circle of at least two, each name followed by one that it comes from. */
function findCycle(
  from: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const done = new Set<string>();
  function visit(name: string, path: readonly string[]): string[] | undefined {
    const start = path.indexOf(name);
    if (start !== -1)
      return path.length - start > 1 ? [...path.slice(start), name] : undefined;
    if (done.has(name)) return undefined;
    for (const source of from.get(name) ?? []) {
      const cycle = visit(source, [...path, name]);
      if (cycle) return cycle;
    }
    done.add(name);
    return undefined;
  }
  for (const name of from.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
}

function refuseDuplicates(
  items: { name: string; place: string }[],
  what: string,
  problems: ConfigurationProblems,
): void {
  const seen = new Set<string>();
  for (const { name, place } of items) {
    if (seen.has(name)) problems.add(place, `two ${what} are named "${name}"`);
    seen.add(name);
  }
}

function toMs(duration: DurationConfig | undefined): number | undefined {
  if (!duration) return undefined;
  const { milliseconds = 0, seconds = 0, minutes = 0, hours = 0 } = duration;
  return (
    milliseconds + 1_000 * (seconds + 60 * (minutes + 60 * hours)) || undefined
  );
}

/** `['gitops', 'argocd', 'instances', 1, 'url']` is `gitops.argocd.instances[1].url`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .slice(1);
}

/** Never quotes a value: it might be a token. */
function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `the key ${issue.keys
        .map(key => `"${key}"`)
        .join(', ')} is not known`;
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `has to be ${article(issue.expected)}`;
    case 'too_small':
      return issue.origin === 'number' ? 'has to be more than 0' : 'is empty';
    case 'invalid_value':
      return `has to be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return 'has to be a text or a list of texts';
    default:
      return undefined;
  }
}

function article(type: string): string {
  return type === 'string'
    ? 'a text'
    : type === 'array'
    ? 'a list'
    : /^[aeiou]/.test(type)
    ? `an ${type}`
    : `a ${type}`;
}
