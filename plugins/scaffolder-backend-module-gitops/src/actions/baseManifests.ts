import { GoldenPath, ownPartOf } from '../manifests/goldenPath';
import {
  deploymentOf,
  disruptionBudgetOf,
  SERVICE_ACCOUNT,
  serviceAccountOf,
  serviceOf,
  Workload,
} from '../manifests/workload';
import type { Components } from './componentFields';
import { baseComponents } from './components';

/** What all environments of a service share, by the names of its files. */
export function baseManifests(
  workload: Workload,
  components: Components,
  goldenPath: GoldenPath | undefined,
): [file: string, manifest: object][] {
  const own: [string, { kind: string }][] = [
    [SERVICE_ACCOUNT, serviceAccountOf(workload)],
    ['deployment.yaml', deploymentOf(workload)],
    ['service.yaml', serviceOf(workload)],
  ];
  const beside = baseComponents(components, workload.service);
  if (goldenPath)
    return [
      ...own.map(([name, one]): [string, object] => [name, ownPartOf(one)]),
      ...beside,
    ];
  const budget = disruptionBudgetOf(workload);
  return [...own, ['disruption-budget.yaml', budget], ...beside];
}
