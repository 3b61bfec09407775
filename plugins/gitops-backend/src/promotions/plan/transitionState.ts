import type {
  EnvironmentDeployment,
  Transition,
} from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import { covers, StoredFreeze } from '../freezes/StoredFreeze';
import { askGates } from '../gates/gates';
import type { VersionRan } from './VersionHistory';
import { versionSeen } from './versionSeen';
import type { PromotionRecord } from '../store/Records';

/** Whether a version can move on from one environment to another, judged by what is in memory. */
export function transitionState(
  source: EnvironmentDeployment | undefined,
  target: EnvironmentDeployment,
  context: {
    settings: PromotionSettings | undefined;
    /** The promotion that is under way */
    record: PromotionRecord | undefined;
    service: string;
    /** As people call the service */
    name: string;
    freezes: readonly StoredFreeze[];
    /** What was seen before, of the source among others */
    runs: readonly VersionRan[];
    /** In milliseconds since the epoch */
    now: number;
  },
): Pick<Transition, 'state' | 'reason'> {
  const { settings, record, service, name, freezes, runs, now } = context;
  if (record) return { state: 'underWay', reason: null };
  const version = source && onlyVersionOf(source);
  // What Git asks for already can't be promoted: what keeps it from running is on the row
  const isThere = version === (target.wanted ?? target.running);
  if (!source || version === undefined || isThere)
    return { state: 'nothing', reason: null };
  if (settings?.mode === 'imageUpdater' || target.applications.length === 0)
    return { state: 'nothing', reason: null };
  const [first] = askGates({
    now,
    kind: 'promotion',
    service: name,
    version,
    versions: [],
    source,
    target,
    seen: versionSeen(source, version, runs, now),
    skipped: [],
    settings,
    freezes: freezes.filter(one =>
      covers(one, { service, environment: target.environment }),
    ),
    changedFiles: undefined,
    reach: { value: [] },
    syncWindows: { value: [] },
    notAutomated: [],
    secretKeys: { value: { source: [], target: [] } },
    migrations: { value: [] },
    past: [],
    isPermitted: true,
  });
  return first?.result === 'block'
    ? { state: 'waiting', reason: first }
    : { state: 'available', reason: null };
}

/** Of several, it is not clear which would move. */
export function onlyVersionOf({
  versions,
}: EnvironmentDeployment): string | undefined {
  return versions.length === 1 ? versions[0] : undefined;
}
