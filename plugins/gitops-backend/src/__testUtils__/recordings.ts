import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Application } from '../argocd/Application';
import { ApplicationReader } from '../argocd/applicationSchema';

const folder = join(__dirname, '..', '__fixtures__');

export interface RecordedApplication {
  metadata: { name: string; namespace: string };
}

/** The body of a recorded answer of a real Argo CD. */
export function recorded<T = unknown>(name: string, version = '3.5.1'): T {
  const file = join(folder, `argocd-${version}`, `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')).response.body;
}

/** The items of a recorded list. */
export function recordedItems(
  name: string,
  version = '3.5.1',
): RecordedApplication[] {
  return recorded<{ items: RecordedApplication[] }>(name, version).items;
}

/** The changes of a recorded event stream, in their order. */
export function recordedEvents(
  name: string,
  version = '3.5.1',
): {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  application: RecordedApplication;
}[] {
  return readFileSync(join(folder, `argocd-${version}`, `${name}.txt`), 'utf8')
    .split('\n')
    .flatMap(line => /^\[[\s\d.]+\] data: (.*)$/.exec(line)?.[1] ?? [])
    .map(data => JSON.parse(data).result);
}

export const reader = new ApplicationReader({ instance: 'eu-central' });

/** An Application as the recorded list has it. */
export function listedApplication(
  name: string,
  list = 'list-masked-with-faults',
): Application {
  return reader.read(
    recordedItems(list).find(({ metadata }) => metadata.name === name),
  );
}
