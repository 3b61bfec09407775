import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  ApplicationDetails,
  EnvironmentDeployment,
  InstanceProblem,
  problemSentence,
  UnavailablePart,
} from 'backstage-plugin-gitops-common';
import {
  application,
  environment,
  service,
} from '../__testUtils__/deployments';
import { details, failedMigration } from '../__testUtils__/details';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { translationIn } from '../__testUtils__/translate';
import { gitopsApiRef } from '../api';
import { Environments } from '../service/Environments';
import { DeploymentsContent } from './DeploymentsContent';

// eslint-disable-next-line no-script-url -- What must not become a link
const script = 'javascript:alert(1)';

const sha = '9de38317969dcd9a3036c7f98fdb1157bd0d3e72';
const page = `https://git.example.com/platform/gitops/commit/${sha}`;

const source = {
  repository: 'https://git.example.com/platform/gitops.git',
  path: 'apps/payments/envs/dev',
  targetRevision: 'main',
  revision: sha,
  commitUrl: page,
};

function unavailable(
  part: UnavailablePart['part'],
  name: string | null,
): UnavailablePart {
  const problem: InstanceProblem = {
    code: 'accessDenied',
    params: { answer: '403' },
  };
  return { part, name, problem, reason: problemSentence(problem) };
}

/** Opens the tab, at dev by default. */
async function opened(
  answer: () => Promise<ApplicationDetails>,
  options: {
    environments?: EnvironmentDeployment[];
    language?: 'en' | 'de';
    address?: string;
    backend?: Partial<FakeGitops>;
  } = {},
) {
  const { environments = [environment('dev')], language = 'en' } = options;
  const gitops = Object.assign(new FakeGitops(service({ environments })), {
    applicationDetails: jest.fn(answer),
    secretKeys: async () => ({ environments: [], keys: [] }),
    ...options.backend,
  });
  const { container } = renderInTestApp(
    <DeploymentsContent entityRef="component:default/payments" />,
    {
      initialRouteEntries: [options.address ?? '/'],
      apis: [translationIn(language), [gitopsApiRef, gitops]],
    },
  );
  await screen.findByRole('heading', { level: 2 });
  return { tab: screen, gitops, container };
}

describe('DeploymentsContent', () => {
  it('shows the last lines that what failed has written, hostile ones as text', async () => {
    const { tab } = await opened(async () =>
      details({
        failureLog: {
          of: 'Job orders-migrate',
          pod: null,
          container: null,
          readAt: '2026-11-23T05:31:45.000Z',
          lines: ['<b>ERROR</b>: relation \u202e"orders"', 'migration failed'],
          problem: null,
          isForbidden: false,
        },
      }),
    );
    const log = await tab.findByRole('region', {
      name: 'Last lines of Job orders-migrate',
    });
    expect(log).toHaveTextContent(
      '<b>ERROR</b>: relation \ufffd"orders" migration failed',
    );
  });

  it.each([
    [false, null, 'Job orders-migrate hat nichts ausgegeben.'],
    [
      false,
      'a container name must be specified',
      'Das Log von Job orders-migrate konnte nicht gelesen werden: a container name must be specified.',
    ],
    [
      true,
      null,
      'Das Portal darf das Log von Job orders-migrate in Argo CD nicht lesen (logs, get).',
    ],
  ])(
    'says in German why a log has no lines, forbidden: %s, problem: %s',
    async (isForbidden, problem, sentence) => {
      const { tab } = await opened(
        async () =>
          details({
            failureLog: {
              of: 'Job orders-migrate',
              pod: null,
              container: null,
              readAt: '2026-11-23T05:31:45.000Z',
              lines: [],
              problem,
              isForbidden,
            },
          }),
        { language: 'de' },
      );
      expect(await tab.findByText(sentence)).toBeInTheDocument();
    },
  );

  it('is what the row of an environment on the card leads to', async () => {
    renderInTestApp(
      <Environments
        service={{
          deployments: service({ environments: [environment('dev')] }),
          transitions: [],
          freezes: [],
          actions: {},
          goldenPath: null,
          missing: [],
        }}
        onChanged={() => {}}
      />,
      {
        apis: [translationIn('en'), [gitopsApiRef, new FakeGitops(service())]],
      },
    );
    expect(await screen.findByRole('link', { name: 'dev' })).toHaveAttribute(
      'href',
      '/catalog/default/component/payments/deployments?environment=dev&application=eu-central%2Fargocd%2Fpayments-dev',
    );
  });

  it('shows where an Application comes from, and links the revision to its commit', async () => {
    const { tab, gitops } = await opened(async () =>
      details({ source: [source] }),
    );
    expect(
      await tab.findByRole('link', {
        name: 'Commit 9de3831, opens in a new tab',
      }),
    ).toHaveAttribute('href', page);
    expect(tab.queryByText(/Last lines/)).not.toBeInTheDocument();
    expect(
      tab.getByText('payments-dev in eu-central, project default'),
    ).toBeInTheDocument();
    expect(
      tab.getByText('https://git.example.com/platform/gitops.git'),
    ).toBeInTheDocument();
    expect(tab.getByText(/of main/)).toBeInTheDocument();
    expect(gitops.applicationDetails).toHaveBeenCalledWith(
      { instance: 'eu-central', namespace: 'argocd', name: 'payments-dev' },
      expect.anything(),
    );
  });

  it('shows each of several Applications of an environment, the one in the address first', async () => {
    const applications = [
      application({ name: 'payments-eu' }),
      application({ name: 'payments-us' }),
    ];
    const { gitops } = await opened(async () => details(), {
      environments: [environment('dev', { applications })],
      address: '/?environment=dev&application=eu-central/argocd/payments-us',
    });
    const asked = (name: string) =>
      expect(gitops.applicationDetails).toHaveBeenLastCalledWith(
        expect.objectContaining({ name }),
        expect.anything(),
      );
    await waitFor(() => asked('payments-us'));
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'Application' }),
      'payments-eu, eu-central, argocd',
    );
    await waitFor(() => asked('payments-eu'));
  });

  it('shows a revision without a link where the Git host is not known', async () => {
    const { tab } = await opened(async () =>
      details({ source: [{ ...source, commitUrl: null }] }),
    );
    expect(await tab.findByText('9de3831')).toBeInTheDocument();
    expect(tab.queryByRole('link', { name: /Commit/ })).toBeNull();
  });

  it('opens links in a new tab without a way back, and shows which host a title leads to', async () => {
    const { tab } = await opened(async () =>
      details({
        links: [
          {
            kind: 'deepLink',
            title: 'Dashboard',
            description: 'Requests and errors',
            url: 'https://grafana.example.com/d/1',
          },
          {
            kind: 'externalUrl',
            title: 'pay.example.com',
            description: null,
            url: 'https://pay.example.com/',
          },
        ],
      }),
    );
    const dashboard = await tab.findByRole('link', {
      name: 'Dashboard, grafana.example.com, opens in a new tab',
    });
    expect(dashboard).toHaveAttribute(
      'href',
      'https://grafana.example.com/d/1',
    );
    expect(dashboard).toHaveAttribute('rel', 'noopener noreferrer');
    expect(dashboard).toHaveAttribute('target', '_blank');
    expect(tab.getByText('grafana.example.com')).toBeInTheDocument();
    expect(tab.getByText('Requests and errors')).toBeInTheDocument();
    expect(tab.getAllByText('pay.example.com')).toHaveLength(1);
  });

  it('makes no link of an address that runs as a script', async () => {
    const { tab, container } = await opened(async () =>
      details({
        source: [{ ...source, commitUrl: script }],
        links: [
          {
            kind: 'deepLink',
            title: 'Open',
            description: null,
            url: script,
          },
        ],
      }),
    );
    expect(await tab.findByText('Open')).toBeInTheDocument();
    expect(container.querySelector('[href^="javascript"]')).toBeNull();
    expect(tab.queryByRole('link', { name: /Open/ })).toBeNull();
  });

  it('shows the last operation with its commit, and names the parts that can not be read', async () => {
    const at = '2026-11-23T05:00:00Z';
    const { tab } = await opened(async () =>
      details({
        operation: {
          revision: sha,
          commitUrl: page,
          startedAt: at,
          phase: 'Failed',
          message: 'one or more synchronization tasks completed unsuccessfully',
          finishedAt: at,
          initiatedBy: 'ana',
          retries: 0,
          retryLimit: 0,
        },
        unavailable: [
          unavailable('syncWindows', null),
          unavailable('externalSecret', 'payments'),
        ],
      }),
    );
    expect(await tab.findByText('Failed')).toBeInTheDocument();
    expect(tab.getByText(/completed unsuccessfully/)).toBeInTheDocument();
    expect(tab.getByText(/by ana/)).toBeInTheDocument();
    expect(tab.getAllByRole('link', { name: /^Commit/ })).toHaveLength(1);
    expect(
      tab.getByText(
        "The sync windows can't be read. Argo CD denies the account access (403).",
      ),
    ).toBeInTheDocument();
    expect(
      tab.getByText(
        "ExternalSecret payments can't be read. Argo CD denies the account access (403).",
      ),
    ).toBeInTheDocument();
  });

  it('says in German which parts can not be read, where the portal is shown in German', async () => {
    const { tab } = await opened(
      async () =>
        details({
          unavailable: [
            unavailable('syncWindows', null),
            unavailable('externalSecret', 'payments'),
          ],
        }),
      { language: 'de' },
    );
    expect(
      await tab.findByText(
        'Die Sync Windows lassen sich nicht lesen. Argo CD verweigert dem Account den Zugriff (403).',
      ),
    ).toBeInTheDocument();
    expect(
      tab.getByText(
        'ExternalSecret payments lässt sich nicht lesen. Argo CD verweigert dem Account den Zugriff (403).',
      ),
    ).toBeInTheDocument();
  });

  it('says why the details can not be shown', async () => {
    const { tab } = await opened(async () => {
      throw Object.assign(new Error('Request failed with 404'), {
        statusCode: 404,
        cause: new Error('No such Application'),
      });
    });
    expect(await tab.findByRole('alert')).toHaveTextContent(
      'The GitOps backend returned an error (404): No such Application.',
    );
  });

  it('leads a radio group of environments by arrow keys, and keeps the choice in the address', async () => {
    const environments = ['dev', 'staging', 'production'].map(name =>
      environment(name),
    );
    const { gitops } = await opened(async () => details(), {
      environments,
      address: '/?environment=staging',
    });
    const radio = (name: string) => screen.getByRole('radio', { name });
    expect(radio('staging')).toBeChecked();
    radio('staging').focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(radio('production')).toBeChecked();
    expect(radio('production')).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}');
    expect(radio('dev')).toBeChecked();
    await userEvent.keyboard('{End}');
    expect(radio('production')).toBeChecked();
    await waitFor(() =>
      expect(gitops.applicationDetails).toHaveBeenLastCalledWith(
        expect.objectContaining({ name: 'payments-production' }),
        expect.anything(),
      ),
    );
  });

  it('has a list in place of the radio group for more than six environments', async () => {
    await opened(async () => details(), {
      environments: Array.from({ length: 12 }, (_, index) =>
        environment(`env-${index}`),
      ),
    });
    expect(screen.queryByRole('radiogroup')).toBeNull();
    expect(screen.getByRole('combobox', { name: 'Environment' })).toHaveValue(
      'env-11',
    );
  });

  it('shows a failed migration in its wave, with its log, the attempt, and what was not reached', async () => {
    const { tab } = await opened(async () => failedMigration, {
      environments: [
        environment('production', {
          applications: [failedMigration.deployment],
        }),
      ],
    });
    expect(
      tab.getByRole('heading', {
        name: 'The migration of 1.6.0 failed, 1.5.1 still runs',
      }),
    ).toBeInTheDocument();
    const steps = await tab.findByRole('list', {
      name: 'Steps of the last operation',
    });
    const [, failed, next] = [...steps.children] as HTMLElement[];
    expect(failed).toHaveTextContent(
      /^Wave −1failed: Job orders-migrate Sync hook, image 1.6.0after 3 s/,
    );
    const log = within(failed).getByRole('region', {
      name: 'Last lines of Job orders-migrate',
    });
    expect(log.querySelector('mark')).toHaveTextContent(
      'ERROR: relation "orders" does not exist',
    );
    expect(failed).toHaveTextContent(
      'Pod orders-migrate-z4gwb, container migrate',
    );
    expect(next).toHaveTextContent(/Deployment orders not reached/);
    expect(tab.getByText('attempt 4 of 4')).toBeInTheDocument();
  });

  it('says that there was no operation, no resource, and no history', async () => {
    const { tab } = await opened(async () => details());
    expect(
      await tab.findByText('Argo CD has not synced this Application yet.'),
    ).toBeInTheDocument();
    expect(
      tab.getByText('Argo CD manages no resources for it.'),
    ).toBeInTheDocument();
    expect(
      await tab.findByText('No finished deployment is known.'),
    ).toBeInTheDocument();
  });

  it('shows the difference when somebody asks for it, and asks Argo CD then only', async () => {
    const applicationDifference = jest.fn(async () => ({
      resources: [
        {
          ...{ group: 'apps', kind: 'Deployment', namespace: 'a' },
          name: 'orders',
          change: 'differs' as const,
          isHidden: false,
          fields: [{ path: 'spec.replicas', inGit: '3', inCluster: null }],
          moreFields: 2,
        },
      ],
      moreResources: 0,
    }));
    const { tab } = await opened(async () => failedMigration, {
      environments: [
        environment('production', {
          applications: [failedMigration.deployment],
        }),
      ],
      backend: { applicationDifference },
    });
    const show = await tab.findByRole('button', {
      name: 'Show the difference',
    });
    expect(applicationDifference).not.toHaveBeenCalled();
    await userEvent.click(show);
    const row = await tab.findByRole('row', { name: /spec.replicas/ });
    expect(row).toHaveTextContent('spec.replicas3not set');
    expect(tab.getByText('2 more fields differ.')).toBeInTheDocument();
  });

  it('lays the keys of all environments beside each other, and tells what the cluster does not have', async () => {
    const cell = {
      state: 'missing' as const,
      externalSecrets: ['orders-secrets'],
      store: 'aws',
      remoteKey: 'production/orders',
      remoteProperty: null,
      refreshedAt: null,
      declaredBy: 1,
    };
    const column = {
      applications: 1,
      unreadable: null,
      goldenPath: null,
      missing: [],
      refreshedAt: null,
    };
    const { tab } = await opened(async () => details(), {
      environments: [environment('dev'), environment('production')],
      backend: {
        secretKeys: async () => ({
          environments: [
            { ...column, name: 'dev', title: 'dev' },
            {
              ...column,
              name: 'production',
              title: 'production',
              missing: ['orders-webhooks'],
            },
          ],
          keys: [{ key: 'STRIPE_KEY', cells: { production: cell } }],
        }),
      },
    });
    const row = await tab.findByRole('row', { name: /STRIPE_KEY/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map(one => one.textContent),
    ).toEqual([
      'Not declared',
      'Missing in the store, production/orders in aws',
    ]);
    expect(
      tab.getByText(
        'ExternalSecret orders-webhooks is in Git for production, but not in the cluster.',
      ),
    ).toBeInTheDocument();
  });

  it('shows the history page by page, and since when it is recorded', async () => {
    const finished = (id: string) => ({
      id,
      environment: 'dev',
      ...{ instance: 'eu-central', namespace: 'argocd', name: 'payments-dev' },
      result: 'succeeded' as const,
      ...{ cause: null, reason: null, version: id, images: [], revisions: [] },
      startedAt: '2026-03-02T13:00:00.000Z',
      finishedAt: '2026-03-02T13:01:12.000Z',
      healthyAt: null,
      startedBy: 'ana',
      isAutomated: false,
      promotion: null,
    });
    const { tab } = await opened(async () => details(), {
      backend: {
        deploymentHistory: async ({ before }) => ({
          items: [finished(before ? '1.8.0' : '1.9.0')],
          next: before ? null : 'next',
          watchedSince: '2026-02-01T00:00:00.000Z',
          notRecordedSince: null,
        }),
      },
    });
    expect(
      await tab.findByRole('row', {
        name: /1\.9\.0.*ana.*1 min 12 s.*Succeeded/,
      }),
    ).toBeInTheDocument();
    expect(tab.getByText(/^Recorded since/)).toBeInTheDocument();
    await userEvent.click(
      tab.getByRole('button', { name: 'Show earlier deployments' }),
    );
    expect(
      await tab.findByRole('row', { name: /1\.8\.0/ }),
    ).toBeInTheDocument();
    expect(tab.getByRole('row', { name: /1\.9\.0/ })).toBeInTheDocument();
    expect(
      tab.queryByRole('button', { name: 'Show earlier deployments' }),
    ).toBeNull();
    await waitFor(() =>
      expect(tab.getByRole('row', { name: /1\.9\.0/ })).toHaveFocus(),
    );
  });

  it('keeps its other parts where one can not be loaded', async () => {
    const { tab } = await opened(async () => details(), {
      backend: {
        secretKeys: async () => {
          throw new Error('Argo CD did not answer');
        },
      },
    });
    expect(
      await tab.findByText("Secret keys can't be loaded"),
    ).toBeInTheDocument();
    expect(
      await tab.findByText('Argo CD has not synced this Application yet.'),
    ).toBeInTheDocument();
  });

  it.each([
    ['v3', 'v5', 'v3, newest in use v5'],
    ['v5', 'v5', 'v5, the newest in use'],
    ['next', null, 'next'],
  ])(
    'says of the golden path %s beside %s: %s',
    async (version, newest, text) => {
      const { tab } = await opened(async () =>
        details({ goldenPath: { version, newest } }),
      );
      expect(await tab.findByText(text)).toBeInTheDocument();
    },
  );

  it('tells windows, the turn in a rolling sync, and how far a Rollout has come', async () => {
    const { tab } = await opened(async () =>
      details({
        applicationSet: 'services',
        parent: 'environment-dev',
        rollingStep: {
          step: 3,
          status: 'Waiting',
          since: null,
          after: ['staging'],
        },
        rollouts: [
          { name: 'orders', isPaused: true, step: 1, steps: 4, weight: 20 },
        ],
        syncWindows: [
          {
            kind: 'deny',
            schedule: '0 16 * * 5',
            duration: '63h',
            active: true,
          },
        ],
        conditions: [
          { type: 'SyncError', message: 'it failed', since: null },
          { type: 'toString', message: 'odd', since: null },
        ],
      }),
    );
    for (const text of [
      'Step 3, after staging: Waiting',
      'Paused after step 1 of 4, 20 % of the requests',
      'Syncs are blocked by a sync window',
      '0 16 * * 5, for 63h',
      'The automatic sync failed',
      'toString',
      'ApplicationSet services',
      'Application environment-dev (App of Apps)',
    ])
      expect(await tab.findByText(text)).toBeInTheDocument();
  });
});
