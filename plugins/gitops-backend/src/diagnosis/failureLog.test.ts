import { application, pod } from '../__testUtils__/builtEntry';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { LogLine } from '../argocd/logLines';
import { ResourceTree, resourceTree } from '../argocd/detailSchemas';
import { recorded } from '../__testUtils__/recordings';
import type { Diagnosis, OperationResource } from '../inventory/Diagnosis';
import { readFailureLog } from './failureLog';

const { signal } = new AbortController();
const now = Date.parse('2026-11-23T05:32:00Z');
const failed = application({
  operationPhase: 'Failed',
  operationFinishedAt: '2026-11-23T05:31:41Z',
});
const migration: OperationResource = {
  group: 'batch',
  kind: 'Job',
  namespace: 'orders',
  name: 'orders-migrate',
  phase: 'Failed',
  hook: 'Sync',
  images: [],
};
const operationOf = (
  ...resources: OperationResource[]
): Diagnosis['operation'] => ({
  revisions: [],
  retries: 0,
  selfHealAttempts: 0,
  resources,
});

/** An Argo CD that answers these lines, and notes of what they were asked for. */
function logsOf(answer: () => string[]) {
  const asked: string[] = [];
  return {
    asked,
    logs: async (
      _: unknown,
      { kind, namespace, name }: OperationResource | any,
    ): Promise<LogLine[]> => {
      asked.push(`${namespace} ${kind} ${name}`);
      return answer().map(text => ({ text, pod: 'orders-migrate-z4gwb' }));
    },
  };
}

const shown = { operation: operationOf(migration), pods: [], now, signal };

it('reads what a failed hook has written, without what looks like a secret', async () => {
  const client = logsOf(() => ['DB_PASSWORD=hunter22', 'migration failed']);
  expect(await readFailureLog(client, failed, shown)).toEqual({
    failure: 'Job orders-migrate 2026-11-23T05:31:41Z',
    of: 'Job orders-migrate',
    pod: 'orders-migrate-z4gwb',
    readAt: now,
    lines: ['DB_PASSWORD=***', 'migration failed'],
  });
  expect(client.asked).toEqual(['orders Job orders-migrate']);
});

it('reads a log once for each failure: the hook may be deleted by now', async () => {
  const client = logsOf(() => ['migration failed']);
  const held = await readFailureLog(client, failed, shown);
  expect(await readFailureLog(client, failed, { ...shown, held })).toBe(held);
  const again = application({
    operationPhase: 'Failed',
    operationFinishedAt: '2026-11-23T06:00:00Z',
  });
  await readFailureLog(client, again, { ...shown, held });
  expect(client.asked).toHaveLength(2);
});

it('reads it before the sync is tried again, and once for each try: the next one deletes the hook', async () => {
  const client = logsOf(() => ['migration failed']);
  const waiting = application({
    operationPhase: 'Running',
    operationFinishedAt: '2026-11-23T05:31:05Z',
  });
  const held = await readFailureLog(client, waiting, shown);
  expect(held?.lines).toEqual(['migration failed']);
  expect(await readFailureLog(client, waiting, { ...shown, held })).toBe(held);
  await readFailureLog(client, failed, { ...shown, held });
  expect(client.asked).toHaveLength(2);
});

it('says why there is no log, which Argo CD answers as a line of no Pod', async () => {
  const client = {
    logs: async () => [{ text: 'a container name must be specified', pod: '' }],
  };
  expect(await readFailureLog(client, failed, shown)).toMatchObject({
    lines: [],
    problem: 'a container name must be specified',
  });
});

it('reads the log of a Pod of the newest version that keeps crashing, in the namespace that it is in', async () => {
  const client = logsOf(() => ['panic: no database']);
  const crashing = { ...pod('1.6.0'), status: 'CrashLoopBackOff' };
  const tree = {
    nodes: [{ kind: 'Pod', name: crashing.name, namespace: 'shop' }],
  } as unknown as ResourceTree;
  const well = application();
  const log = await readFailureLog(client, well, {
    ...{ tree, pods: [crashing], operation: undefined, now, signal },
  });
  expect(log?.lines).toEqual(['panic: no database']);
  expect(client.asked).toEqual([`shop Pod ${crashing.name}`]);
  const again = [{ ...crashing, restarts: 3 }];
  await readFailureLog(client, well, {
    ...{ tree, pods: again, operation: undefined, now, signal, held: log },
  });
  expect(client.asked).toHaveLength(2);
});

it.each([
  ['a hook that succeeded', application(), [], undefined],
  ['a Pod whose image is missing', application(), ['ImagePullBackOff'], 1],
  [
    'a Pod that waits for a Secret',
    application(),
    ['CreateContainerConfigError'],
    1,
  ],
  ['a Pod of the version before', application(), ['CrashLoopBackOff'], false],
])('asks for no log of %s', async (_, of, statuses, isNewest) => {
  const client = logsOf(() => []);
  const pods = statuses.map(status => ({
    ...pod('1.6.0'),
    status,
    ...(isNewest === false && { isNewest }),
  }));
  const log = await readFailureLog(client, of, { ...shown, pods });
  expect(log).toBeUndefined();
  expect(client.asked).toEqual([]);
});

it('says that the account may not read logs, and does not ask again', async () => {
  const client = logsOf(() => {
    throw new ArgoCdError({ code: 'accessDenied', params: { answer: '403' } });
  });
  const held = await readFailureLog(client, failed, shown);
  expect(held).toMatchObject({ lines: [], isForbidden: true });
  await readFailureLog(client, failed, { ...shown, held });
  expect(client.asked).toHaveLength(1);
});

it('throws what may pass, so that the log is read with the next diagnosis', async () => {
  const client = logsOf(() => {
    throw new ArgoCdError({ code: 'answerTimeout', params: { seconds: 1 } });
  });
  await expect(readFailureLog(client, failed, shown)).rejects.toThrow('within');
});

it('asks for the container that failed, as the health of the Pod names it, and says which it is', async () => {
  const containers: (string | undefined)[] = [];
  const client = {
    logs: async (
      _: unknown,
      __: unknown,
      { container }: { container?: string },
    ) => {
      containers.push(container);
      return [{ text: 'migration failed', pod: 'orders-migrate-c289m' }];
    },
  };
  const log = await readFailureLog(client, failed, {
    ...shown,
    operation: operationOf({ ...migration, namespace: 'orders-production' }),
    tree: resourceTree.parse(recorded('tree-orders-production')),
  });
  expect(containers).toEqual(['migrate']);
  expect(log).toMatchObject({
    pod: 'orders-migrate-c289m',
    container: 'migrate',
  });
});
