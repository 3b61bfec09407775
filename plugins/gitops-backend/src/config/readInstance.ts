import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readCredentials, CredentialsSettings } from './readCredentials';
import { readHeaders } from './readHeaders';
import type { ConfigurationProblems } from './problems';
import type { InstanceConfig } from './schema';

/** An Argo CD server as it is read and shown. */
export interface InstanceSettings {
  name: string;
  /** Without a slash at its end */
  url: string;
  /** Without a slash at its end */
  publicUrl: string;
  credentials: CredentialsSettings;
  /** PEM */
  ca?: string;
  headers: Record<string, string>;
  relistEveryMs: number;
  limits: { requestMs: number; listMs: number; streamIdleMs: number };
}

/** Undefined where the instance can't be used; the problems tell why. */
export function readInstance(
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
  const ca = readCa(config, place, problems);
  const headers = readHeaders(config.headers ?? {}, place, problems);
  if (!url || !publicUrl || !credentials) return undefined;
  return {
    name: config.name,
    url,
    publicUrl,
    credentials,
    ca,
    headers,
    relistEveryMs: config.relistEvery ?? 180_000,
    limits: {
      requestMs: config.timeLimits?.request ?? 10_000,
      listMs: config.timeLimits?.list ?? 60_000,
      streamIdleMs: config.timeLimits?.streamIdle ?? 45_000,
    },
  };
}

function readUrl(
  text: string,
  place: string,
  problems: ConfigurationProblems,
): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const sentence = mistakeIn(url);
  if (url && !sentence) return url.origin + url.pathname.replace(/\/+$/, '');
  problems.add(place, sentence!);
  return undefined;
}

/** Never quotes the address: it might hold a password. */
function mistakeIn(url: URL | undefined): string | undefined {
  if (!url || !/^https?:$/.test(url.protocol))
    return 'is no address. Write it like https://argocd.example.com';
  if (url.username || url.password)
    return 'holds a user or a password. Move them to username and password';
  if (url.search || url.hash) return 'is to be an address without "?" and "#"';
  if (/\/api(\/v1)?\/*$/.test(url.pathname))
    return 'is to be the address of Argo CD itself, without /api/v1';
  return undefined;
}

function readCa(
  { ca, caFile }: InstanceConfig,
  place: string,
  problems: ConfigurationProblems,
): string | undefined {
  if (ca !== undefined && caFile !== undefined)
    problems.add(place, 'has ca and caFile. Keep one of them');
  try {
    const pem = caFile === undefined ? ca : readFileSync(caFile, 'utf8');
    if (pem === undefined || isCertificate(pem)) return pem;
    problems.add(
      `${place}.${caFile === undefined ? 'ca' : 'caFile'}`,
      'holds no certificate. It is to begin with -----BEGIN CERTIFICATE-----',
    );
  } catch {
    problems.add(`${place}.caFile`, `the file ${caFile} can't be read`);
  }
  return undefined;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
