import { mockCredentials } from '@backstage/backend-test-utils';
import { capturingAuditor } from '../__testUtils__/capturingAuditor';
import type { PromotionSettings } from '../environments/PromotionSettings';
import { Rights } from './Rights';
import { WorkflowCalls } from './WorkflowCalls';

const ana = mockCredentials.user('user:default/ana');
const run = {
  service: 'component:default/orders',
  to: 'staging',
  version: '1.4.0',
};
const environments = [{ environment: 'staging', applications: [{}] }];
const seen = {
  entity: { metadata: { name: 'orders' } },
  query: { service: run.service },
  answer: { deployments: { environments } },
};
const named: NonNullable<PromotionSettings['workflow']> = {
  file: 'promote.yaml',
  repository: 'https://git.example.com/platform/gitops',
  inputs: { app: '{service}', tag: 'v{version}', to: '{environment}' },
};

function calls(
  given: {
    settings?: Partial<PromotionSettings>;
    isPermitted?: boolean;
    dispatch?: () => Promise<void>;
    workflows?: undefined;
    sources?: { repository: string; chart?: string }[];
  } = {},
) {
  const { events, auditor } = capturingAuditor();
  const dispatch = jest.fn(given.dispatch ?? (async () => {}));
  const asked: string[] = [];
  const settings = { mode: 'workflow', workflow: named, ...given.settings };
  const rights = new Rights({
    subject: {
      service: run.service,
      claimsIn: () => [],
      refusal: () => undefined,
    },
    holds: () => given.isPermitted ?? true,
  });
  const workflowCalls = new WorkflowCalls({
    gitops: {
      application: () => ({ sources: given.sources ?? [] }),
    } as never,
    access: { rights: async () => rights } as never,
    allowed: { service: async () => seen } as never,
    auditor: auditor as never,
    settingsOf: () => settings as PromotionSettings,
    repositoryOf: url => {
      asked.push(url);
      return {
        name: 'platform/gitops',
        get: async () => ({ defaultBranch: 'trunk' }),
        workflows: 'workflows' in given ? undefined : { dispatch },
      } as never;
    },
  });
  return { workflowCalls, dispatch, events, asked };
}

it('has the host run the workflow for the version, and writes down who asked', async () => {
  const { workflowCalls, dispatch, events } = calls();
  await workflowCalls.run(run, ana);
  expect(dispatch).toHaveBeenCalledWith(
    {
      file: 'promote.yaml',
      ref: 'trunk',
      inputs: { app: 'orders', tag: 'v1.4.0', to: 'staging' },
    },
    { signal: expect.any(AbortSignal) },
  );
  expect(events).toEqual([
    {
      eventId: 'workflow-run',
      meta: { ...run, by: 'user:default/ana' },
      outcome: 'success',
    },
  ]);
});

it('writes down what failed, and says it', async () => {
  const { workflowCalls, events } = calls({
    dispatch: async () => {
      throw new Error('The workflow has no dispatch trigger');
    },
  });
  await expect(workflowCalls.run(run, ana)).rejects.toThrow('no dispatch');
  expect(events[0].outcome).toBe('The workflow has no dispatch trigger');
});

it('takes the repository that the manifests come from where none is named', async () => {
  const { workflowCalls, asked } = calls({
    settings: { workflow: { ...named, repository: undefined, ref: 'main' } },
    sources: [
      { repository: 'https://charts.example.com', chart: 'service' },
      { repository: 'https://git.example.com/team/deploy' },
    ],
  });
  await workflowCalls.run(run, ana);
  expect(asked).toEqual(['https://git.example.com/team/deploy']);
});

it.each([
  ['without the permission', { isPermitted: false }, 'gitops.workflow.run'],
  [
    'where versions arrive otherwise',
    { settings: { mode: 'pullRequest' as const } },
    'staging has no workflow: name it under gitops.environments, promotion.workflow',
  ],
  [
    'where nothing tells of a repository',
    { settings: { workflow: { ...named, repository: undefined } } },
    "It isn't known which repository has the workflow",
  ],
  [
    'on a host that has none',
    { workflows: undefined },
    'platform/gitops: this Git host has no workflows that could be run',
  ],
])('runs nothing %s', async (_, given, message) => {
  const { workflowCalls, dispatch } = calls(given);
  await expect(workflowCalls.run(run, ana)).rejects.toThrow(message);
  expect(dispatch).not.toHaveBeenCalled();
});
