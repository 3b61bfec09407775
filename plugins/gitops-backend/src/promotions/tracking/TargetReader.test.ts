import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { Diagnosis } from '../../deployments/Diagnosis';
import { recorded } from '../../__testUtils__/recordings';
import { deployment, REPOSITORY, target } from '../__testUtils__/samples';
import { Deployments, TargetReader } from './TargetReader';

const signal = new AbortController().signal;

interface RecordedStatus {
  status: { sync: { revision: string } };
}

/** Commits of the recorded deployment: the one of before, and the one that was deployed. */
const [OLD, NEW] = ['get-payments-dev', 'get-payments-dev-after-deploy'].map(
  name => recorded<RecordedStatus>(name).status.sync.revision,
);
const MERGE = 'd'.repeat(40);

/** A history in which the merge and the deployed commit follow the old one. */
function setUp() {
  const world = {
    application: {
      sources: [{ repository: REPOSITORY }],
    } as unknown as Application | undefined,
    deployment: deployment({ revision: NEW }),
    diagnosis: { operation: { revisions: [OLD] } } as unknown as
      | Diagnosis
      | undefined,
    revisions: async () => ({
      compared: [] as string[],
      operated: [] as string[],
    }),
    contained: new Set([`${MERGE} in ${NEW}`]),
    hostFails: false,
  };
  const asked: string[] = [];
  const deployments: Deployments = {
    application: () => world.application,
    deploymentOf: () => world.deployment,
    diagnosisOf: () => world.diagnosis,
    revisions: () => {
      asked.push('revisions');
      return world.revisions();
    },
    refresh: async () => {},
  };
  const repository: Partial<GitRepository> = {
    name: 'platform/gitops',
    url: 'https://git.example.com/platform/gitops',
    async isContained({ commit, of }) {
      asked.push(`${commit[0]} in ${of.slice(0, 7)}`);
      if (world.hostFails) throw new Error('The host answers 502.');
      return world.contained.has(`${commit} in ${of}`);
    },
  };
  const reader = new TargetReader(deployments);
  const read = (mergeCommit = MERGE) =>
    reader.read(target(), mergeCommit, repository as GitRepository, signal);
  return { world, asked, read };
}

describe('TargetReader', () => {
  it('finds the merge in what is compared to, and not in what was synced before', async () => {
    const { read } = setUp();
    expect(await read()).toMatchObject({
      isCompared: true,
      isOperated: false,
      deployment: { revision: NEW },
    });
  });

  it('asks the host once for each pair of commits, and not at all for the merge itself', async () => {
    const { world, asked, read } = setUp();
    await read();
    await read();
    expect(asked).toEqual([
      `d in ${NEW.slice(0, 7)}`,
      `d in ${OLD.slice(0, 7)}`,
    ]);
    world.deployment = deployment({ revision: MERGE });
    world.diagnosis = undefined;
    expect(await read()).toMatchObject({
      isCompared: true,
      isOperated: undefined,
    });
    expect(asked).toHaveLength(2);
  });

  it('does not keep that the host could not be asked, and says why nothing is known', async () => {
    const { world, read } = setUp();
    world.hostFails = true;
    const view = await read();
    expect(view.problem).toBe('The host answers 502.');
    expect(view.isCompared).toBeUndefined();
    world.hostFails = false;
    expect(await read()).toMatchObject({ isCompared: true });
  });

  it('knows nothing of an Application that is gone, and asks nothing of one that is stale', async () => {
    const { world, asked, read } = setUp();
    world.deployment = deployment({ staleSince: '2026-11-23T05:00:00Z' });
    const stale = await read();
    expect(stale.deployment).toBeDefined();
    expect(stale.isCompared).toBeUndefined();
    world.application = undefined;
    expect(await read()).toEqual({ target: target() });
    expect(asked).toEqual([]);
  });

  it('asks Argo CD for the commits where a list does not tell them, as before 3.5', async () => {
    const { world, asked, read } = setUp();
    world.deployment = deployment({ revision: null });
    world.revisions = async () => ({ compared: [NEW], operated: [] });
    expect(await read()).toMatchObject({
      isCompared: true,
      isOperated: undefined,
    });
    expect(asked[0]).toBe('revisions');
  });

  it('takes of several sources the commit of the one that brings the version', async () => {
    const { world, read } = setUp();
    world.application = {
      sources: [
        { repository: 'https://git.example.com/platform/charts.git' },
        { repository: 'https://GIT.example.com/platform/gitops/' },
      ],
    } as unknown as Application;
    world.revisions = async () => ({
      compared: [OLD, NEW],
      operated: [NEW, OLD],
    });
    expect(await read()).toMatchObject({ isCompared: true, isOperated: false });
  });

  it('tells that Argo CD could not be asked', async () => {
    const { world, read } = setUp();
    world.deployment = deployment({ revision: null });
    world.revisions = () => Promise.reject(new Error('Argo CD answers 503'));
    const view = await read();
    expect(view.problem).toBe('Argo CD answers 503');
    expect(view.isCompared).toBeUndefined();
  });
});

describe('what no commit can tell', () => {
  const charts = 'https://charts.example.com';

  it.each([
    ['1.5.0', '1.5.0', true],
    ['1.5.0', '1.4.0', false],
    ['1.4.0', '1.4.0', false],
  ])(
    'is told of a chart by the Application: it asks for %s, %s is compared to',
    async (targetRevision, revision, expected) => {
      const { world, asked, read } = setUp();
      world.application = {
        sources: [{ repository: charts, chart: 'payments', targetRevision }],
      } as unknown as Application;
      world.deployment = deployment({ revision, wanted: null, images: [] });
      expect(await read()).toMatchObject({
        isCompared: expected,
        isOperated: expected,
      });
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['1.5.0', true],
    ['1.4.0', false],
  ])(
    'is told by the version that is wanted, %s, where the file is in a repository of its own',
    async (wanted, expected) => {
      const { world, read } = setUp();
      world.application = {
        sources: [{ repository: 'https://git.example.com/teams/payments' }],
      } as unknown as Application;
      world.deployment = deployment({ revision: OLD, wanted, images: [] });
      expect(await read()).toMatchObject({ isCompared: expected });
    },
  );
});

describe('the repository of a target', () => {
  it.each([
    [REPOSITORY, true],
    ['https://git.example.com/platform/gitops.git/', true],
    ['https://GIT.example.com/Platform/GitOps', true],
    ['http://git.git.svc:3000/platform/gitops.git', true],
    ['git@git.example.com:platform/gitops.git', true],
    ['https://git.example.com/platform/gitops2', false],
    ['https://git.example.com/other/gitops.git', false],
  ])('is that of a source at %s: %s', async (address, isSame) => {
    const { world, asked, read } = setUp();
    world.application = {
      sources: [{ repository: address }],
    } as unknown as Application;
    await read();
    expect(asked.length > 0).toBe(isSame);
  });
});
