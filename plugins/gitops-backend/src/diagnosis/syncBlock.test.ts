import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { application } from '../__testUtils__/builtEntry';
import { recordedState } from '../__testUtils__/recordedState';
import { ArgoCdError } from '../argocd/ArgoCdError';
import * as schemas from '../argocd/detailSchemas';
import { readSyncBlock } from './syncBlock';

const windowDev = join(
  __dirname,
  '../__fixtures__/states-3.5.1/window-dev.json',
);
const signal = new AbortController().signal;
/** A Monday, 6:00 in UTC and 7:00 in Berlin: an hour before the window ends there. */
const now = Date.parse('2026-11-23T06:00:00Z');
const deny = { kind: 'deny', schedule: '0 22 * * 0', duration: '10h' };
const allow = { kind: 'allow', schedule: '0 9 * * 1-5', duration: '8h' };

function blocked(
  windows: { activeWindows?: object[]; assignedWindows?: object[] },
  project?: object[],
) {
  return readSyncBlock(
    {
      syncWindows: async () => schemas.syncWindows.parse(windows),
      project: async () => {
        if (!project)
          throw new ArgoCdError({
            code: 'accessDenied',
            params: { answer: '403' },
          });
        return schemas.project.parse({ spec: { syncWindows: project } });
      },
    },
    application(),
    { signal, now },
  );
}

describe('A sync window', () => {
  it('that denies keeps Argo CD from syncing until it ends', async () => {
    const project = [{ ...deny, timeZone: 'Europe/Berlin' }];
    expect(
      await blocked(
        { activeWindows: [deny], assignedWindows: [deny] },
        project,
      ),
    ).toEqual({ until: '2026-11-23T07:00:00.000Z' });
  });

  it('that allows keeps Argo CD from syncing until it opens', async () => {
    expect(await blocked({ assignedWindows: [allow] }, [allow])).toEqual({
      until: '2026-11-23T09:00:00.000Z',
    });
  });

  it('that begins again and again denies until the hour that it leaves out', async () => {
    const hours = {
      kind: 'deny',
      schedule: '0 0-15,17-23 * * *',
      duration: '1h',
    };
    expect(
      await blocked({ activeWindows: [hours], assignedWindows: [hours] }, [
        hours,
      ]),
    ).toEqual({ until: '2026-11-23T16:00:00.000Z' });
  });

  it('that allows keeps nothing while another one is closed', async () => {
    const friday = { kind: 'allow', schedule: '0 9 * * 5', duration: '5h' };
    expect(
      await blocked({
        activeWindows: [allow],
        assignedWindows: [allow, friday],
      }),
    ).toBeUndefined();
  });

  it('has no known end where the project may not be read', async () => {
    expect(await blocked({ activeWindows: [deny] })).toEqual({});
  });

  it('that is open, or not active, keeps nothing', async () => {
    expect(
      await blocked({ activeWindows: [allow], assignedWindows: [allow, deny] }),
    ).toBeUndefined();
    expect(await blocked({ assignedWindows: [deny] })).toBeUndefined();
    expect(await blocked({})).toBeUndefined();
  });

  it.each([
    ['that it holds up', 'Sync operation blocked by sync window', {}],
    ['that goes on with syncOverrun', 'waiting for healthy state', undefined],
  ])('is read for a sync under way %s', async (_, message, syncWindow) => {
    const { list, get } = JSON.parse(readFileSync(windowDev, 'utf8'));
    for (const { status } of [list[0], get]) {
      status.sync.status = 'Synced';
      status.operationState.phase = 'Running';
      status.operationState.message = message;
    }
    const { diagnosis } = await recordedState('window-dev', {
      list,
      get,
      syncWindows: { activeWindows: [deny], assignedWindows: [deny] },
    });
    expect(diagnosis?.syncWindow).toEqual(syncWindow);
  });
});
