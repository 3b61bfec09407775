import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  ApplicationDetails,
  InstanceProblem,
  problemSentence,
  UnavailablePart,
} from 'backstage-plugin-gitops-common';
import {
  application,
  environment,
  service,
} from '../__testUtils__/deployments';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { translationIn } from '../__testUtils__/translate';
import { gitopsApiRef } from '../api';
import { Environments } from '../service/Environments';

// eslint-disable-next-line no-script-url -- What must not become a link
const script = 'javascript:alert(1)';

const sha = '9de38317969dcd9a3036c7f98fdb1157bd0d3e72';
const page = `https://git.example.com/platform/gitops/commit/${sha}`;

function details(given: Partial<ApplicationDetails> = {}): ApplicationDetails {
  return {
    deployment: application(),
    source: [
      {
        repository: 'https://git.example.com/platform/gitops.git',
        path: 'apps/payments/envs/dev',
        targetRevision: 'main',
        revision: sha,
        commitUrl: page,
      },
    ],
    links: [],
    automatedSync: true,
    failureLog: null,
    applicationSet: null,
    operation: null,
    conditions: [],
    resources: [],
    history: [],
    secretKeys: [],
    syncWindows: [],
    unavailable: [],
    ...given,
  };
}

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

/** Opens the details from the row of an environment. */
async function opened(
  answer: () => Promise<ApplicationDetails>,
  applications = [application()],
  language: 'en' | 'de' = 'en',
) {
  const gitops = Object.assign(new FakeGitops(service()), {
    applicationDetails: jest.fn(answer),
  });
  renderInTestApp(
    <Environments
      service={{
        deployments: service({
          environments: [environment('dev', { applications })],
        }),
        transitions: [],
        freezes: [],
        isPartial: false,
      }}
      onChanged={() => {}}
    />,
    { apis: [translationIn(language), [gitopsApiRef, gitops]] },
  );
  if (applications.length > 1)
    await userEvent.click(
      await screen.findByRole('button', { name: /Applications in/ }),
    );
  await userEvent.click(
    await screen.findByRole('button', {
      name: applications.length > 1 ? applications[0].name : 'dev',
    }),
  );
  const dialog = await screen.findByRole('dialog');
  return { dialog: within(dialog), gitops };
}

describe('DetailsDialog', () => {
  it('shows the last lines that what failed has written, hostile ones as text', async () => {
    const { dialog } = await opened(async () =>
      details({
        failureLog: {
          of: 'Job orders-migrate',
          readAt: '2026-11-23T05:31:45.000Z',
          lines: ['<b>ERROR</b>: relation \u202e"orders"', 'migration failed'],
          problem: null,
          isForbidden: false,
        },
      }),
    );
    const log = await dialog.findByRole('region', {
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
      const { dialog } = await opened(
        async () =>
          details({
            failureLog: {
              of: 'Job orders-migrate',
              readAt: '2026-11-23T05:31:45.000Z',
              lines: [],
              problem,
              isForbidden,
            },
          }),
        undefined,
        'de',
      );
      expect(await dialog.findByText(sentence)).toBeInTheDocument();
    },
  );

  it('opens from the row of an environment and links the revision to its commit', async () => {
    const { dialog, gitops } = await opened(async () => details());
    expect(
      await dialog.findByRole('link', {
        name: 'Commit 9de3831, opens in a new tab',
      }),
    ).toHaveAttribute('href', page);
    expect(dialog.queryByText(/Last lines/)).not.toBeInTheDocument();
    expect(dialog.getByText('payments-dev in dev')).toBeInTheDocument();
    expect(
      dialog.getByText('https://git.example.com/platform/gitops.git'),
    ).toBeInTheDocument();
    expect(dialog.getByText(/of main/)).toBeInTheDocument();
    expect(gitops.applicationDetails).toHaveBeenCalledWith(
      { instance: 'eu-central', namespace: 'argocd', name: 'payments-dev' },
      expect.anything(),
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('opens for each of several Applications of an environment', async () => {
    const { gitops } = await opened(
      async () => details(),
      [
        application({ name: 'payments-eu' }),
        application({ name: 'payments-us' }),
      ],
    );
    expect(gitops.applicationDetails).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'payments-eu' }),
      expect.anything(),
    );
  });

  it('shows a revision without a link where the Git host is not known', async () => {
    const [source] = details().source;
    const { dialog } = await opened(async () =>
      details({ source: [{ ...source, commitUrl: null }] }),
    );
    expect(await dialog.findByText('9de3831')).toBeInTheDocument();
    expect(dialog.queryByRole('link')).not.toBeInTheDocument();
  });

  it('opens links in a new tab without a way back, and shows which host a title leads to', async () => {
    const { dialog } = await opened(async () =>
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
    const dashboard = await dialog.findByRole('link', {
      name: 'Dashboard, grafana.example.com, opens in a new tab',
    });
    expect(dashboard).toHaveAttribute(
      'href',
      'https://grafana.example.com/d/1',
    );
    expect(dashboard).toHaveAttribute('rel', 'noopener noreferrer');
    expect(dashboard).toHaveAttribute('target', '_blank');
    expect(dialog.getByText('grafana.example.com')).toBeInTheDocument();
    expect(dialog.getByText('Requests and errors')).toBeInTheDocument();
    expect(dialog.getAllByText('pay.example.com')).toHaveLength(1);
  });

  it('makes no link of an address that runs as a script', async () => {
    const [source] = details().source;
    const { dialog } = await opened(async () =>
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
    expect(await dialog.findByText('Open')).toBeInTheDocument();
    expect(dialog.queryByRole('link')).not.toBeInTheDocument();
  });

  it('shows the last operation and the newest deployments, each with its commit', async () => {
    const at = '2026-11-23T05:00:00Z';
    const deployed = { revision: sha, commitUrl: page, startedAt: at };
    const { dialog } = await opened(async () =>
      details({
        source: [],
        operation: {
          ...deployed,
          phase: 'Failed',
          message: 'one or more synchronization tasks completed unsuccessfully',
          finishedAt: at,
          initiatedBy: 'ana',
          retries: 0,
        },
        history: Array.from({ length: 9 }, (_, id) => ({
          ...deployed,
          id,
          deployedAt: at,
          initiatedBy: null,
        })),
        unavailable: [
          unavailable('syncWindows', null),
          unavailable('externalSecret', 'payments'),
        ],
      }),
    );
    expect(await dialog.findByText('Failed')).toBeInTheDocument();
    expect(dialog.getByText(/completed unsuccessfully/)).toBeInTheDocument();
    expect(dialog.getByText(/by ana/)).toBeInTheDocument();
    expect(dialog.getAllByRole('link')).toHaveLength(1 + 5);
    expect(
      dialog.getByText(
        "The sync windows can't be read. Argo CD denies the account access (403).",
      ),
    ).toBeInTheDocument();
    expect(
      dialog.getByText(
        "ExternalSecret payments can't be read. Argo CD denies the account access (403).",
      ),
    ).toBeInTheDocument();
  });

  it('says in German which parts can not be read, where the portal is shown in German', async () => {
    const { dialog } = await opened(
      async () =>
        details({
          unavailable: [
            unavailable('syncWindows', null),
            unavailable('externalSecret', 'payments'),
          ],
        }),
      [application()],
      'de',
    );
    expect(
      await dialog.findByText(
        'Die Sync Windows lassen sich nicht lesen. Argo CD verweigert dem Account den Zugriff (403).',
      ),
    ).toBeInTheDocument();
    expect(
      dialog.getByText(
        'ExternalSecret payments lässt sich nicht lesen. Argo CD verweigert dem Account den Zugriff (403).',
      ),
    ).toBeInTheDocument();
  });

  it('says why the details can not be shown', async () => {
    const { dialog } = await opened(async () => {
      throw Object.assign(new Error('Request failed with 404'), {
        statusCode: 404,
        cause: new Error('No such Application'),
      });
    });
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'The GitOps backend returned an error (404): No such Application.',
    );
  });
});
