import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import type { Knex } from 'knex';
import { application, diagnosis } from '../../__testUtils__/builtEntry';
import { capturingLogger } from '../../__testUtils__/CapturingLogger';
import { emptyInventory } from '../../__testUtils__/emptyInventory';
import { FakeClock } from '../../__testUtils__/FakeClock';
import { Application, applicationKey } from '../../argocd/Application';
import type { Diagnosis, FinishedSync } from '../../inventory/Diagnosis';
import type { Clock } from '../../inventory/Clock';
import { judge } from '../../judgement/judge';
import { HistoryRecorder } from '../HistoryRecorder';
import { HistoryStore, historyStore } from '../HistoryStore';

const DAY = 24 * 60 * 60_000;

/** One process with an inventory and a recorder of its own. */
export function startRecorder(options: {
  knex: Knex;
  store?: HistoryStore;
  /** How far its clock is off */
  clockOffMs?: number;
}) {
  const passing = new FakeClock();
  const { clockOffMs = 0 } = options;
  const clock: Clock = {
    now: () => passing.now() + clockOffMs,
    sleep: (ms, signal) => passing.sleep(ms, signal),
  };
  const inventory = emptyInventory({ clock });
  const { lines, logger } = capturingLogger();
  const watched = ['eu-central'];
  const recorder = new HistoryRecorder({
    store: options.store ?? historyStore(options.knex),
    keepForMs: 400 * DAY,
    deploymentOf: one =>
      ({
        ...judge(inventory.get(applicationKey(one))!, clock.now()),
        staleSince: null,
      } as unknown as ApplicationDeployment),
    environmentOf: ({ labels }) => labels.environment ?? '',
    serviceOf: ({ labels }) => labels['app.kubernetes.io/name'],
    watchedInstances: () => watched,
    clock,
    logger,
  });
  inventory.onChange(changes => recorder.take(changes));
  const { signal } = new AbortController();

  return {
    recorder,
    /** Names of instances that can be read */
    watched,
    lines,
    pass: (ms: number) => passing.pass(ms),
    write: () => recorder.write(signal),
    /** A list shows an Application, and its diagnosis is read. */
    see(
      of: Partial<Application>,
      found: Partial<Diagnosis>,
      finishedSyncs: readonly FinishedSync[],
    ): void {
      const seen = application(of);
      inventory.observed([seen], 'list');
      const entry = inventory.get(applicationKey(seen))!;
      inventory.diagnosed(entry, { ...diagnosis(found), finishedSyncs });
    },
    removed(): void {
      inventory.removed([applicationKey(application())]);
    },
  };
}
