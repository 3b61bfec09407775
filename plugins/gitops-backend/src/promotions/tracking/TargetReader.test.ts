import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { Diagnosis } from '../../inventory/Diagnosis';
import { recorded } from '../../__testUtils__/recordings';
import {
  deployment,
  IMAGE,
  REPOSITORY,
  target,
} from '../__testUtils__/samples';
import type { Comparison, SpecSource } from './Comparison';
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
const at = (...revisions: string[]) => ({ revisions, sources: [] });

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
    comparison: async (): Promise<Comparison | undefined> => undefined,
    contained: new Set([`${MERGE} in ${NEW}`]),
    hostFails: false,
    /** The host does not know one of the commits, as right after a merge */
    hostLags: false,
  };
  const asked: string[] = [];
  const deployments: Deployments = {
    application: () => world.application,
    deploymentOf: () => world.deployment,
    diagnosisOf: () => world.diagnosis,
    comparison: () => {
      asked.push('comparison');
      return world.comparison();
    },
    refresh: async () => {},
  };
  const repository: Partial<GitRepository> = {
    name: 'platform/gitops',
    url: 'https://git.example.com/platform/gitops',
    async isContained({ commit, of }) {
      asked.push(`${commit[0]} in ${of.slice(0, 7)}`);
      if (world.hostFails) throw new Error('The host answers 502.');
      if (world.hostLags) return undefined;
      return world.contained.has(`${commit} in ${of}`);
    },
  };
  const reader = new TargetReader(deployments);
  const read = (of = target()) =>
    reader.read(of, MERGE, repository as GitRepository, signal);
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
    expect(view.failure).toBe('The host answers 502.');
    expect(view.isCompared).toBeUndefined();
    world.hostFails = false;
    expect(await read()).toMatchObject({ isCompared: true });
  });

  it('does not keep that the host did not know the commits yet', async () => {
    const { world, read } = setUp();
    world.hostLags = true;
    expect((await read()).isCompared).toBeUndefined();
    world.hostLags = false;
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
    world.comparison = async () => ({
      sources: [],
      compared: at(NEW),
    });
    expect(await read()).toMatchObject({
      isCompared: true,
      isOperated: undefined,
    });
    expect(asked[0]).toBe('comparison');
  });

  describe('where the source hydrator renders the manifests', () => {
    const RENDERED = 'e'.repeat(40);
    const dry = (hydrator: Application['hydrator']) =>
      ({
        sources: [{ repository: REPOSITORY }],
        hydrator,
      } as unknown as Application);

    it('has not arrived before the merge is rendered, whatever is synced', async () => {
      const { world, read } = setUp();
      world.application = dry({ dryRevision: OLD, hydratedRevision: NEW });
      expect(await read()).toMatchObject({
        isCompared: false,
        isOperated: false,
      });
      world.application = dry({ phase: 'Hydrating' });
      expect(await read()).toMatchObject({ isCompared: false });
    });

    it('has arrived once Argo CD compares to the commit that was rendered of the merge', async () => {
      const { world, read } = setUp();
      world.application = dry({
        dryRevision: MERGE,
        hydratedRevision: RENDERED,
      });
      expect(await read()).toMatchObject({ isCompared: false });
      world.contained.add(`${RENDERED} in ${NEW}`);
      world.deployment = deployment({ revision: RENDERED });
      expect(await read()).toMatchObject({
        isCompared: true,
        isOperated: false,
      });
    });

    it('says which branch somebody else has to move, and has arrived however that is merged', async () => {
      const stagedIn = { branch: 'env/prod-next', syncedBranch: 'env/prod' };
      const { world, read } = setUp();
      world.application = dry({
        dryRevision: MERGE,
        hydratedRevision: RENDERED,
        stagedIn,
      });
      world.deployment = deployment({ revision: OLD, images: [] });
      expect(await read()).toMatchObject({
        isCompared: false,
        staged: stagedIn,
      });
      world.contained.add(`${RENDERED} in ${NEW}`);
      world.deployment = deployment({ revision: NEW, images: [] });
      const merged = await read();
      expect(merged.isCompared).toBe(true);
      expect(merged.staged).toBeUndefined();
      // Squashed into a commit of its own
      world.deployment = deployment({ revision: OLD, wanted: '1.5.0' });
      expect(await read()).toMatchObject({ isCompared: true });
    });

    it('is not known while the Git host does not know the dry commit', async () => {
      const { world, read } = setUp();
      world.application = dry({ dryRevision: NEW, hydratedRevision: RENDERED });
      world.hostLags = true;
      expect((await read()).isCompared).toBeUndefined();
    });
  });

  it('takes of several sources the commit of the one that brings the version', async () => {
    const { world, read } = setUp();
    world.application = {
      sources: [
        { repository: 'https://git.example.com/platform/charts.git' },
        { repository: 'https://GIT.example.com/platform/gitops/' },
      ],
    } as unknown as Application;
    world.comparison = async () => ({
      sources: [],
      compared: at(OLD, NEW),
      operated: at(NEW, OLD),
    });
    expect(await read()).toMatchObject({ isCompared: true, isOperated: false });
  });

  it('takes of several sources of that repository the one whose commit has the merge', async () => {
    const { world, read } = setUp();
    world.application = {
      sources: [{ repository: REPOSITORY }, { repository: REPOSITORY }],
    } as unknown as Application;
    world.comparison = async () => ({
      sources: [],
      compared: at(OLD, NEW),
      operated: at(OLD, OLD),
    });
    expect(await read()).toMatchObject({ isCompared: true, isOperated: false });
  });

  it('asks no host about the version of a chart, or about a source that has no revision', async () => {
    const { world, asked, read } = setUp();
    world.application = {
      sources: [
        { repository: 'https://charts.example.com', chart: 'web' },
        { repository: REPOSITORY },
        { repository: REPOSITORY },
      ],
    } as unknown as Application;
    world.comparison = async () => ({
      sources: [],
      compared: at('6.33.0', '', NEW),
      operated: at('6.33.0', '', ''),
    });
    expect(await read()).toMatchObject({ isCompared: true });
    expect((await read()).isOperated).toBeUndefined();
    expect(asked.filter(one => one.includes(' in '))).toEqual([
      `d in ${NEW.slice(0, 7)}`,
    ]);
  });

  it('tells that Argo CD could not be asked', async () => {
    const { world, read } = setUp();
    world.deployment = deployment({ revision: null });
    world.comparison = () => Promise.reject(new Error('Argo CD answers 503'));
    const view = await read();
    expect(view.failure).toBe('Argo CD answers 503');
    expect(view.isCompared).toBeUndefined();
  });
});

describe('a version that reaches an Application by its spec', () => {
  const charts = 'https://charts.example.com';
  const chart = (targetRevision: string) =>
    ({ repoURL: charts, chart: 'payments', targetRevision } as SpecSource);
  const tag = (value: string) =>
    ({
      repoURL: REPOSITORY,
      path: 'charts/web',
      helm: { parameters: [{ name: 'image.tag', value }] },
    } as SpecSource);
  const version = (inSpec?: boolean) =>
    target({ versions: [{ name: IMAGE, to: '1.5.0', inSpec }] });

  it.each([
    ['a chart', charts, chart],
    ['a tag of a source', REPOSITORY, chart],
    ['an image', REPOSITORY, tag],
  ])(
    'has arrived, as %s, once the spec asks for it and that is compared to',
    async (_, repository, source) => {
      const { world, asked, read } = setUp();
      world.application = { sources: [{ repository }] } as never;
      const [before, after] = [source('1.4.0'), source('1.5.0')];
      const seen = async (...[spec, compared, operated]: SpecSource[]) => {
        world.comparison = async () => ({
          sources: [spec],
          compared: { revisions: [NEW], sources: [compared] },
          operated: { revisions: [NEW], sources: [operated] },
        });
        const { isCompared, isOperated } = await read(version(true));
        return [isCompared, isOperated];
      };
      expect(await seen(before, before, before)).toEqual([false, false]);
      expect(await seen(after, before, before)).toEqual([false, false]);
      expect(await seen(after, after, before)).toEqual([true, false]);
      expect(await seen(after, after, after)).toEqual([true, true]);
      // No commit is asked about
      expect(new Set(asked)).toEqual(new Set(['comparison']));
    },
  );

  it('is known by the revision in records that do not tell', async () => {
    const { world, read } = setUp();
    world.application = {
      sources: [{ repository: REPOSITORY, targetRevision: '1.5.0' }],
    } as never;
    world.comparison = async () => ({
      sources: [chart('1.5.0')],
      compared: { revisions: [NEW], sources: [chart('1.4.0')] },
    });
    expect(await read(version())).toMatchObject({ isCompared: false });
  });

  it.each([
    ['1.5.0', true],
    ['1.4.0', false],
  ])(
    'is told by the version that is wanted, %s, where its file is in a repository that no source is known to be',
    async (wanted, expected) => {
      const { world, read } = setUp();
      world.application = {
        sources: [{ repository: 'https://git.example.com/teams/payments' }],
      } as never;
      world.deployment = deployment({ wanted, images: [] });
      world.comparison = async () => ({
        sources: [chart('main')],
        compared: { revisions: [OLD], sources: [chart('main')] },
      });
      for (const inSpec of [false, undefined])
        expect(await read(version(inSpec))).toMatchObject({
          isCompared: expected,
        });
      expect(await read(version(true))).toMatchObject({ isCompared: false });
    },
  );

  it('is not known while Argo CD answers of another moment than is listed', async () => {
    const { world, read } = setUp();
    world.comparison = async () => undefined;
    const view = await read(version(true));
    expect(view.isCompared).toBeUndefined();
    expect(view.deployment).toBeDefined();
  });
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
    expect(asked.some(one => one.includes(' in '))).toBe(isSame);
  });
});
