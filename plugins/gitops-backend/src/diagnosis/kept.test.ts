import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedState } from '../__testUtils__/recordedState';
import { judge } from '../judgement/judge';

/** Shortly after the states were recorded. */
const now = Date.parse('2026-11-28T01:35:00Z');
const folder = join(__dirname, '..', '__fixtures__', 'states-3.5.1');

/**
 * A recorded state in which the live manifests of some resources have more annotations, and the
 * Application more options.
 */
async function judged(
  file: string,
  annotations: Record<string, Record<string, string>>,
  syncOptions: string[] = [],
) {
  const { get, managedResources } = JSON.parse(
    readFileSync(join(folder, `${file}.json`), 'utf8'),
  );
  for (const item of managedResources.items) {
    const live = JSON.parse(item.liveState);
    if (!live) continue;
    live.metadata.annotations = {
      ...live.metadata.annotations,
      ...annotations[item.name],
    };
    item.liveState = JSON.stringify(live);
  }
  get.spec.syncPolicy.syncOptions.push(...syncOptions);
  return judge(await recordedState(file, { get, managedResources }, now), now);
}

const options = 'argocd.argoproj.io/sync-options';

describe('A resource that left Git', () => {
  it('is kept on purpose where its manifest says so', async () => {
    const { reason } = await judged('prune-dev', {
      old: { [options]: 'Validate=false, Prune=false' },
    });
    expect(reason).toBe(
      'ConfigMap old is no longer in Git and kept on purpose (Prune=false).',
    );
  });

  it('is kept on purpose where the Application says so, unless its manifest says otherwise', async () => {
    const codeOf = async (annotations: Record<string, string>) =>
      (await judged('prune-dev', { old: annotations }, ['Prune=false'])).cause
        ?.code;
    expect(await codeOf({})).toBe('keptOnPurpose');
    expect(await codeOf({ [options]: 'Prune=true' })).toBe('pruningOff');
  });

  it('is no difference where Argo CD is to ignore it', async () => {
    const { cause } = await judged('prune-dev', {
      old: { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' },
    });
    expect(cause?.params).toEqual({
      differing: [],
      missing: [],
      leftover: [],
    });
  });
});

describe('A deletion', () => {
  it.each([
    ['Delete=false', { [options]: 'Delete=false' }, []],
    ['Helm’s policy', { 'helm.sh/resource-policy': 'keep' }, []],
    ['the Application', {}, ['Delete=false']],
  ])(
    'does not hang at a resource that it leaves alone: %s',
    async (_, annotations, syncOptions) => {
      const { reason } = await judged(
        'finalizer-dev',
        { stuck: annotations },
        syncOptions,
      );
      expect(reason).toBe('The deletion is stuck.');
    },
  );

  it('hangs at what it waits for', async () => {
    const { reason } = await judged('finalizer-dev', {});
    expect(reason).toBe(
      'The deletion is stuck at ConfigMap stuck: Pending deletion.',
    );
  });

  it.each([
    [undefined, 'deletionUnconfirmed'],
    ['2026-11-01T00:00:00Z', 'deletionUnconfirmed'],
    ['2026-11-28T01:30:00Z', 'deletionHangs'],
  ])(
    'waits for a person to confirm it; confirmed at %s it has cause %s',
    async (confirmedAt, code) => {
      const { get } = JSON.parse(
        readFileSync(join(folder, 'finalizer-dev.json'), 'utf8'),
      );
      for (const resource of get.status.resources)
        resource.requiresDeletionConfirmation = true;
      if (confirmedAt)
        get.metadata.annotations = {
          'argocd.argoproj.io/deletion-approved': confirmedAt,
        };
      const entry = await recordedState('finalizer-dev', { get }, now);
      expect(judge(entry, now).cause).toMatchObject({
        code,
        params: { resources: ['ConfigMap stuck'] },
      });
    },
  );
});
