import type {
  EnvironmentDeployment,
  Transition,
} from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import { covers, StoredFreeze } from '../../promotions/freezes/StoredFreeze';
import { askGates } from '../../promotions/gates/gates';
import type { PromotionRecord } from '../../promotions/store/Records';

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
    /** In milliseconds since the epoch */
    now: number;
  },
): Pick<Transition, 'state' | 'reason'> {
  const { settings, record, service, name, freezes, now } = context;
  if (record) return { state: 'underWay', reason: null };
  const version = source?.running ?? undefined;
  const isThere =
    version === target.running &&
    (target.wanted === null || target.wanted === version);
  if (!source || version === undefined || isThere || runsSeveral(source))
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

/** Then it is not clear which of its versions would move. */
function runsSeveral({ applications }: EnvironmentDeployment): boolean {
  return new Set(applications.flatMap(one => one.running ?? [])).size > 1;
}
