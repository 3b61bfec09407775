import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArgoCdError } from '../argocd/ArgoCdError';
import * as schemas from '../argocd/detailSchemas';
import { diagnose } from '../diagnosis/diagnose';
import type { Entry } from '../inventory/Entry';
import { reader } from './recordings';

const folder = join(__dirname, '..', '__fixtures__', 'states-3.5.1');

interface RecordedState {
  list: unknown[];
  get: unknown;
  tree: unknown;
  managedResources: unknown;
  /** Parts that were not recorded are told by the test */
  syncWindows?: unknown;
  project?: unknown;
}

export function recordedAnswers(name: string): RecordedState {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

/** One state of a real Argo CD, listed and diagnosed. */
export async function recordedState(
  name: string,
  more: Partial<RecordedState> = {},
  now?: number,
): Promise<Entry> {
  const state = { ...recordedAnswers(name), ...more };
  const application = reader.read(state.list[0]);
  const notRecorded = () =>
    Promise.reject(
      new ArgoCdError({ code: 'notFound', params: { answer: '404' } }),
    );
  const diagnosis = await diagnose(
    {
      get: async () => schemas.applicationDetail.parse(state.get),
      resourceTree: async () => schemas.resourceTree.parse(state.tree),
      managedResources: async () =>
        schemas.managedResources.parse(state.managedResources),
      syncWindows: async () =>
        schemas.syncWindows.parse(state.syncWindows ?? {}),
      project: async () =>
        state.project ? schemas.project.parse(state.project) : notRecorded(),
      events: notRecorded,
      logs: async () => [],
      applicationSet: notRecorded,
    },
    application,
    new AbortController().signal,
    now,
  );
  return { application, diagnosis };
}
