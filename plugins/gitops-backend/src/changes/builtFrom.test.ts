import { application, diagnosis, workload } from '../__testUtils__/builtEntry';
import type { Workload } from '../inventory/Diagnosis';
import { builtFrom } from './builtFrom';

const commits = { old: 'a'.repeat(40), new: 'b'.repeat(40) };

function entry(workloads: Workload[]) {
  return {
    application: application(),
    service: 'orders',
    diagnosis: diagnosis({ workloads }),
  };
}

/** A Deployment that runs a version, whose Pod template says what it was built from. */
function built(version: string, commit?: string): Workload {
  const one = workload(version);
  return {
    ...one,
    inGit: { ...one.inGit!, commit },
    inCluster: { ...one.inCluster!, commit },
  };
}

it('knows the commits of what Git asks for and of what the cluster has', () => {
  const [wanted, live] = [
    built('1.6.0', commits.new),
    built('1.5.0', commits.old),
  ];
  const deploying = { ...wanted, inCluster: live.inCluster };
  expect(builtFrom([entry([deploying])])).toEqual(
    new Map([
      ['1.6.0', commits.new],
      ['1.5.0', commits.old],
    ]),
  );
});

it('knows none where nothing says it, or two say different ones', () => {
  expect(builtFrom([entry([built('1.5.0')])])).toEqual(new Map());
  expect(
    builtFrom([
      entry([built('1.5.0', commits.old)]),
      entry([built('1.5.0', commits.new)]),
    ]),
  ).toEqual(new Map());
});
