import { recorded } from '../__testUtils__/recordings';
import { applicationDetail } from '../argocd/detailSchemas';
import { finishedSyncsIn } from './finishedSyncs';

interface Answer {
  status: {
    history?: Record<string, unknown>[];
    operationState: {
      phase: string;
      startedAt: string;
      finishedAt?: string;
      operation: {
        sync: Record<string, unknown>;
        initiatedBy?: { automated?: boolean; username?: string };
      };
    };
  };
}

/** The recorded answer about an Application, changed by the test. */
function syncsOf(
  name: string,
  change: (answer: Answer) => void = () => {},
  version?: string,
) {
  const answer = recorded<Answer>(name, version);
  change(answer);
  return finishedSyncsIn(applicationDetail.parse(answer));
}

it("has Argo CD's history once, the last operation among it", () => {
  expect(syncsOf('get-payments-dev-after-deploy')).toEqual([
    {
      startedAt: '2026-11-23T05:19:31Z',
      finishedAt: '2026-11-23T05:19:45Z',
      hasSucceeded: true,
      revisions: ['9de38317969dcd9a3036c7f98fdb1157bd0d3e72'],
      isAutomated: true,
    },
    {
      startedAt: '2026-11-23T05:21:40Z',
      finishedAt: '2026-11-23T05:21:47Z',
      hasSucceeded: true,
      revisions: ['9de38317969dcd9a3036c7f98fdb1157bd0d3e72'],
      startedBy: 'backstage',
      isAutomated: false,
    },
    {
      startedAt: '2026-11-23T05:22:54Z',
      finishedAt: '2026-11-23T05:23:02Z',
      hasSucceeded: true,
      revisions: ['3511e4b52b2dc51e91052808dff30a4786818da6'],
      isAutomated: true,
    },
  ]);
});

it.each(['2.14.21', '3.0.23', '3.2.12', '3.5.1'])(
  'has a failed operation, which is not in the history, of Argo CD %s',
  version => {
    const syncs = syncsOf('get-orders-production', undefined, version);
    expect(syncs.map(one => one.hasSucceeded)).toEqual([true, false]);
    expect(syncs[1].revisions).toEqual([expect.stringMatching(/^\w{40}$/)]);
  },
);

it('has nothing of an Application without a history and an operation', () => {
  expect(syncsOf('get-legacy-production')).toEqual([]);
});

it('leaves out a history entry without a time, and takes its end for its start where it has only that', () => {
  const syncs = syncsOf('get-catalog-staging', ({ status }) => {
    status.history = [
      { id: 0, revision: 'a' },
      { id: 1, revision: 'b', deployedAt: '2026-11-23T04:00:00Z' },
    ];
  });
  expect(syncs[0]).toEqual({
    startedAt: '2026-11-23T04:00:00Z',
    finishedAt: '2026-11-23T04:00:00Z',
    hasSucceeded: true,
    revisions: ['b'],
  });
  expect(syncs).toHaveLength(2);
});

describe('an operation that is no deployment', () => {
  const startOf = ({ status }: Answer) => {
    status.history = [];
    return status.operationState;
  };

  it('runs still', () => {
    const syncs = syncsOf('get-catalog-staging', answer => {
      // Between two tries, it has the end of the last one
      startOf(answer).phase = 'Running';
    });
    expect(syncs).toEqual([]);
  });

  it('is a dry run', () => {
    const syncs = syncsOf('get-catalog-staging', answer => {
      startOf(answer).operation.sync.dryRun = true;
    });
    expect(syncs).toEqual([]);
  });

  it('is a self-heal of the resources that somebody changed', () => {
    const syncs = syncsOf('get-catalog-staging', answer => {
      startOf(answer).operation.sync.resources = [
        { group: 'apps', kind: 'Deployment', name: 'catalog' },
      ];
    });
    expect(syncs).toEqual([]);
  });
});

it('has a sync of selected resources that a person began', () => {
  const syncs = syncsOf('get-catalog-staging', ({ status }) => {
    status.history = [];
    const { operation } = status.operationState;
    operation.initiatedBy = { username: 'ana' };
    operation.sync.resources = [{ kind: 'ConfigMap', name: 'catalog' }];
  });
  expect(syncs).toMatchObject([
    { startedBy: 'ana', isAutomated: false, isSelective: true },
  ]);
});
