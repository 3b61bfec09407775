import { Application } from '../Application';
import { Manifest } from '../Json';
import { syncWindowsOf } from './syncWindows';

const application = {
  metadata: { name: 'orders-production' },
  spec: { destination: {} },
} as Application;

function windows(window: object, now: string) {
  const project = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'team-b' },
    spec: { syncWindows: [{ applications: ['*-production'], ...window }] },
  } as unknown as Manifest;
  const { active, canSync, allowsAutomatic } = syncWindowsOf(
    application,
    project,
    Date.parse(now),
  );
  return { active: active.length, canSync, allowsAutomatic };
}

const weekend = { kind: 'deny', schedule: '0 22 * * 5', duration: '48h' };
const office = {
  kind: 'allow',
  schedule: '0 7 * * 1-5',
  duration: '9h',
  manualSync: true,
};

it.each([
  [
    'in a deny window',
    weekend,
    '2026-11-21T12:00:00Z',
    { active: 1, canSync: false, allowsAutomatic: false },
  ],
  [
    'after it',
    weekend,
    '2026-11-23T12:00:00Z',
    { active: 0, canSync: true, allowsAutomatic: true },
  ],
  [
    'in its own time zone',
    { ...weekend, timeZone: 'Europe/Berlin' },
    '2026-11-20T21:30:00Z',
    { active: 1, canSync: false, allowsAutomatic: false },
  ],
  [
    'before it elsewhere',
    weekend,
    '2026-11-20T21:30:00Z',
    { active: 0, canSync: true, allowsAutomatic: true },
  ],
  [
    'in an allow window',
    office,
    '2026-11-23T12:00:00Z',
    { active: 1, canSync: true, allowsAutomatic: true },
  ],
  [
    'outside an allow window',
    office,
    '2026-11-23T18:00:00Z',
    { active: 0, canSync: true, allowsAutomatic: false },
  ],
  [
    'for other applications',
    { ...weekend, applications: ['*-dev'] },
    '2026-11-21T12:00:00Z',
    { active: 0, canSync: true, allowsAutomatic: true },
  ],
])('%s', (_, window, now, expected) => {
  expect(windows(window, now)).toEqual(expected);
});
