import type { GateAnswer } from 'backstage-plugin-gitops-common';
import * as schemas from '../../argocd/detailSchemas';
import { recorded } from '../../__testUtils__/recordings';
import { ask } from '../__testUtils__/samples';
import { syncWindows } from './syncWindows';
import type { SyncWindow } from '../../argocd/window';

const weekend: SyncWindow = {
  kind: 'deny',
  schedule: '0 22 * * 5',
  duration: '48h',
  isActive: false,
  timeZone: 'Europe/Berlin',
  description: 'Weekend freeze',
};

const workingHours: SyncWindow = {
  kind: 'allow',
  schedule: '0 7 * * 1-5',
  duration: '9h',
  isActive: false,
  timeZone: 'Europe/Berlin',
};

/** At one o'clock in Berlin, which is midnight UTC in winter. */
const backup: SyncWindow = {
  ...weekend,
  schedule: '0 1 * * *',
  duration: '1h',
  description: 'Backup',
};

function check(
  applications: SyncWindow[][],
  options: {
    now?: string;
    kind?: 'promotion' | 'rollback';
    overridden?: GateAnswer[];
  } = {},
) {
  return ask(syncWindows, {
    now: Date.parse(options.now ?? '2026-11-24T12:00:00Z'),
    kind: options.kind ?? 'promotion',
    overridden: options.overridden,
    syncWindows: { value: applications },
  });
}

/** As Argo CD answered, where the project may not be read. */
function recordedWindows(name: string): SyncWindow[] {
  const { assignedWindows, activeWindows } = schemas.syncWindows.parse(
    recorded(name),
  );
  return assignedWindows.map(({ kind, schedule, duration }) => ({
    kind: kind as SyncWindow['kind'],
    schedule: schedule!,
    duration: duration!,
    isActive: activeWindows.length > 0,
  }));
}

describe('syncWindows', () => {
  it('blocks while a window denies, and says until when', () => {
    expect(
      check([[{ ...weekend, isActive: true }]], {
        now: '2026-11-28T12:00:00Z',
      }),
    ).toMatchObject({
      result: 'block',
      sentence:
        'Argo CD does not sync Production until Sunday 29 November at 22:00 (Weekend freeze, Europe/Berlin).',
      canOverride: true,
    });
  });

  it('believes Argo CD that a window is active, whatever the schedule says', () => {
    expect(check([[{ ...weekend, isActive: true }]])?.sentence).toBe(
      'Argo CD does not sync Production (Weekend freeze, Europe/Berlin).',
    );
  });

  it('blocks by a recorded window without a time zone, naming what is known of it', () => {
    expect(check([recordedWindows('windows-active-deny')])).toMatchObject({
      result: 'block',
      sentence: 'Argo CD does not sync Production (sync window * * * * *, 1h).',
    });
  });

  it('promises no end to a window that always begins again', () => {
    const always = {
      ...recordedWindows('windows-active-deny')[0],
      timeZone: 'Europe/Berlin',
    };
    expect(check([[always]])?.sentence).toBe(
      'Argo CD does not sync Production (sync window * * * * *, 1h, Europe/Berlin).',
    );
  });

  it('blocks within the hour before a window denies, and not earlier', () => {
    // 22:00 in Berlin is 21:00 UTC in winter
    expect(check([[weekend]], { now: '2026-11-27T19:59:00Z' })).toMatchObject({
      result: 'pass',
      sentence: 'Sync windows allow syncing Production now.',
    });
    expect(check([[weekend]], { now: '2026-11-27T20:00:00Z' })).toMatchObject({
      result: 'block',
      sentence:
        'Argo CD will not sync Production from Friday 27 November at 22:00 (Weekend freeze, Europe/Berlin).',
    });
  });

  it('counts the hour before by the local clock, in summer too', () => {
    expect(check([[weekend]], { now: '2026-07-17T18:59:00Z' })?.result).toBe(
      'pass',
    );
    expect(check([[weekend]], { now: '2026-07-17T19:00:00Z' })?.result).toBe(
      'block',
    );
  });

  it('warns in the last hour of the windows that allow', () => {
    const open = [{ ...workingHours, isActive: true }];
    // 16:00 in Berlin is 15:00 UTC in winter
    expect(check([open], { now: '2026-11-24T13:59:00Z' })?.result).toBe('pass');
    expect(check([open], { now: '2026-11-24T14:00:00Z' })).toMatchObject({
      result: 'warn',
      sentence:
        'Argo CD syncs Production automatically only until Tuesday 24 November at 16:00 (Europe/Berlin). Later merges have to wait.',
    });
  });

  it('does not warn where another window goes on from there, or it is not known when the open one ends', () => {
    const open = { ...workingHours, isActive: true };
    const evening = { ...workingHours, schedule: '55 15 * * *' };
    const now = '2026-11-24T14:30:00Z';
    expect(check([[open, evening]], { now })?.result).toBe('pass');
    expect(
      check([[open, { ...evening, duration: '10m' }]], { now })?.result,
    ).toBe('warn');
    expect(check([[{ ...open, timeZone: undefined }]], { now })?.result).toBe(
      'pass',
    );
  });

  it('blocks outside of all windows that allow, though Argo CD would let a person sync then', () => {
    const recordedAllow = recordedWindows('windows-inactive-allow');
    expect(check([recordedAllow])).toMatchObject({
      result: 'block',
      sentence: 'Argo CD syncs Production automatically only in sync windows.',
    });
    expect(
      check([[workingHours]], { now: '2026-11-27T17:00:00Z' })?.sentence,
    ).toBe(
      'Argo CD syncs Production automatically only in sync windows; the next opens on Monday 30 November at 07:00 (Europe/Berlin).',
    );
  });

  it('names the window that allows first of several', () => {
    const nightly = { ...workingHours, schedule: '0 2 * * *' };
    expect(
      check([[workingHours, nightly]], { now: '2026-11-27T17:00:00Z' })
        ?.sentence,
    ).toContain('the next opens on Saturday 28 November at 02:00');
  });

  it('passes within one that allows, unless another denies', () => {
    const open = { ...workingHours, isActive: true };
    expect(check([[open]])?.result).toBe('pass');
    expect(check([[open, { ...weekend, isActive: true }]])).toMatchObject({
      result: 'block',
      sentence: expect.stringContaining('Weekend freeze'),
    });
  });

  it('does not let the window of one Application speak for another', () => {
    expect(
      check([[{ ...workingHours, isActive: true }], [workingHours]])?.result,
    ).toBe('block');
  });

  it('names further windows that deny it, in force or soon', () => {
    expect(
      check([[{ ...weekend, isActive: true }], [workingHours, backup]], {
        now: '2026-11-27T23:30:00Z',
      }),
    ).toMatchObject({
      code: 'syncNotAllowed',
      sentence:
        'Argo CD syncs Production automatically only in sync windows; the next opens on Monday 30 November at 07:00 (Europe/Berlin). Further sync windows that deny it: Weekend freeze, Europe/Berlin and Backup, Europe/Berlin.',
    });
  });

  it('tells once of a window of two Applications, and by the one where it is in force', () => {
    const both = [[weekend], [{ ...weekend, isActive: true }]];
    const answer = check(both, { now: '2026-11-27T20:30:00Z' });
    expect(answer).toMatchObject({ code: 'syncDenied' });
    expect(answer?.params).not.toHaveProperty('others');
  });

  it('tells the window that was not overridden at the request, and leaves out the others', () => {
    const active = [
      { ...weekend, isActive: true },
      { ...backup, isActive: true },
    ];
    const overridden = [check([[active[0]]])!];
    expect(check([active], { overridden })).toMatchObject({
      code: 'syncDenied',
      params: { window: { description: 'Backup' } },
      sentence: expect.not.stringContaining('Weekend freeze'),
    });
    // Once all are seen, all are told
    const all = check([active])!;
    expect(all.sentence).toContain('Weekend freeze');
    expect(check([active], { overridden: [all] })).toEqual(all);
    expect(
      check([[...active, workingHours]], { overridden: [all] }),
    ).toMatchObject({
      code: 'syncNotAllowed',
      sentence: expect.not.stringContaining('Weekend freeze'),
    });
  });

  it('only warns of a rollback', () => {
    expect(
      check([[{ ...weekend, isActive: true }]], { kind: 'rollback' })?.result,
    ).toBe('warn');
  });

  it('warns where Argo CD can not be read: that there is none is not known', () => {
    expect(
      ask(syncWindows, { syncWindows: { unreadable: 'permission denied' } }),
    ).toMatchObject({
      result: 'warn',
      sentence:
        "Argo CD's sync windows can't be read (permission denied). After the merge, the change may have to wait for one.",
      canOverride: false,
    });
  });

  it('says nothing where there is none', () => {
    expect(check([])).toBeUndefined();
    expect(check([[], []])).toBeUndefined();
  });

  it('survives a schedule, a length or a time zone that it can not read', () => {
    for (const odd of [
      { ...weekend, schedule: 'whenever' },
      { ...weekend, schedule: '' },
      { ...weekend, duration: '2 days' },
      { ...weekend, timeZone: 'Mars/Olympus' },
    ]) {
      expect(check([[{ ...odd, isActive: true }]])).toMatchObject({
        result: 'block',
        sentence: expect.stringMatching(/^Argo CD does not sync Production \(/),
      });
      expect(check([[odd]])?.result).toBeDefined();
    }
  });
});
