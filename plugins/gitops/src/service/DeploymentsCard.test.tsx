import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DeploymentState } from 'backstage-plugin-gitops-common';
import {
  ago,
  annotationProblem,
  application,
  because,
  environment,
  freshness,
  hostileService,
  payments,
  recordedCases,
  regions,
  service,
  staleService,
} from '../__testUtils__/deployments';
import {
  passTime,
  renderCard,
  useRecordedTime,
} from '../__testUtils__/renderCard';
import { looks, needsAttention } from '../status/looks';

const user = userEvent.setup({
  advanceTimers: ms => jest.advanceTimersByTime(ms),
});

/** The row of an environment, by its name. */
async function row(name: string): Promise<HTMLElement> {
  const list = await screen.findByRole('list', { name: /environments/i });
  const item = within(list)
    .getAllByRole('listitem')
    .find(element => within(element).queryByText(name));
  if (!item) throw new Error(`No row ${name}`);
  return item;
}

/** The notice that says something. */
function alertOf(text: RegExp): HTMLElement {
  const alert = screen.getByText(text).closest('[role="status"]');
  if (!(alert instanceof HTMLElement)) throw new Error(`No notice ${text}`);
  return alert;
}

describe('DeploymentsCard', () => {
  useRecordedTime();

  it.each([
    [{ version: 'v3', newest: 'v5' }, 'Golden path v3, newest in use v5'],
    [{ version: 'v5', newest: 'v5' }, 'Golden path v5, the newest in use'],
    [{ version: 'main', newest: null }, 'Golden path main'],
  ])('shows how far behind the golden path %j is', async (goldenPath, text) => {
    renderCard(payments, { backend: { goldenPath } });
    expect(await screen.findByText(text)).toBeVisible();
  });

  it('says nothing of a golden path that the service does not have', async () => {
    renderCard(payments);
    await row('production');
    expect(screen.queryByText(/golden path/i)).not.toBeInTheDocument();
  });

  it('shows the environments in their order, as an ordered list', async () => {
    renderCard(payments);
    const list = await screen.findByRole('list', {
      name: 'Environments in promotion order',
    });
    expect(list.tagName).toBe('OL');
    const names = within(list)
      .getAllByRole('listitem')
      .map(item => item.textContent);
    expect(
      names.map(
        text => text?.match(/^(dev|test|staging|preprod|production)/)?.[0],
      ),
    ).toEqual(['dev', 'test', 'staging', 'preprod', 'production']);
  });

  it('says state, version, reason and since of each environment', async () => {
    renderCard(payments);
    const staging = await row('staging');
    expect(staging).toHaveTextContent('Degraded');
    expect(staging).toHaveTextContent('1.9.2');
    expect(staging).toHaveTextContent(
      '1 of 3 pods of 1.9.2 keeps crashing: out of memory (exit code 137).',
    );
    // Each is for one of the two: eyes, and screen readers
    expect(within(staging).getByText('18 min')).toHaveAttribute(
      'aria-hidden',
      'true',
    );
    expect(within(staging).getByText('for 18 minutes')).toBeInTheDocument();
    expect(staging.querySelector('time')).toHaveAttribute(
      'title',
      expect.stringMatching(/^Since .*2026/),
    );
  });

  it('says in the header how many need attention, and nothing where all is well', async () => {
    const { unmount } = renderCard(payments);
    expect(
      await screen.findByText('2 of 5 need attention'),
    ).toBeInTheDocument();
    unmount();
    renderCard(
      service({
        environments: [
          environment('dev'),
          environment('test', { state: 'degraded' }),
        ],
      }),
    );
    expect(
      await screen.findByText('1 of 2 needs attention'),
    ).toBeInTheDocument();
  });

  it('shows nothing in the header where all is well', async () => {
    renderCard(service({ environments: [environment('dev')] }));
    await row('dev');
    expect(screen.queryByText(/attention|out of date/)).not.toBeInTheDocument();
  });

  it.each([
    ['healthy', 'Healthy'],
    ['deploying', 'Deploying'],
    ['waiting', 'Waiting'],
    ['suspended', 'Suspended'],
    ['notDeployed', 'Not deployed'],
    ['outOfSync', 'Out of sync'],
    ['unknown', 'Unknown'],
    ['degraded', 'Degraded'],
    ['failed', 'Failed'],
  ] as const)(
    'shows %s as a word, beside an icon that is hidden from screen readers',
    async (state, word) => {
      renderCard(service({ environments: [environment('dev', { state })] }));
      const dev = await row('dev');
      expect(within(dev).getByText(word)).toBeInTheDocument();
      expect(dev.querySelector('svg')).toHaveAttribute('aria-hidden', 'true');
    },
  );

  it('has a shape of its own for each state', () => {
    const icons = Object.values(looks.deployment).map(({ Icon }) => Icon);
    expect(new Set(icons).size).toBe(9);
  });

  it('asks for attention for what is unwell or not known, and for nothing else', () => {
    const states = Object.keys(looks.deployment) as DeploymentState[];
    expect(states.filter(needsAttention)).toEqual([
      'outOfSync',
      'unknown',
      'degraded',
      'failed',
    ]);
  });

  it.each([
    ['payments-production', 'Failed', 'Nothing running, 1.5.0 in Git'],
    ['orders-production', 'Failed', '1.5.1, 1.6.0 in Git'],
    ['catalog-staging', 'Unknown', '1.7.2'],
    ['search-test', 'Suspended', 'Version unknown, 3.1.0 in Git'],
    ['legacy-production', 'Not deployed', 'Nothing running, 0.9.4 in Git'],
    ['alpha-production', 'Waiting', 'Nothing running, 0.2.0 in Git'],
  ] as const)(
    'tells the recorded case %s as it is: %s, %s',
    async (name, word, version) => {
      const deployment = recordedCases[name];
      renderCard(service({ environments: [deployment] }));
      const item = await row(deployment.environment);
      expect(within(item).getByText(word)).toBeInTheDocument();
      expect(within(item).getByTitle(version)).toBeInTheDocument();
      expect(within(item).getByText(deployment.reason!)).toBeInTheDocument();
      expect(item).not.toHaveTextContent('Healthy');
    },
  );

  it('shows a movement from version to version only while deploying', async () => {
    renderCard(payments);
    expect(
      within(await row('test')).getByText(
        '1.9.2 is running, 1.10.0 is being deployed',
      ),
    ).toBeInTheDocument();
  });

  it('says only what was, of environments of an instance that is not read', async () => {
    renderCard(staleService);
    const dev = await row('dev');
    expect(within(dev).getByText('Was healthy')).toBeInTheDocument();
    expect(dev).toHaveTextContent(/as of \d\d:\d\d/);
    expect(
      within(await row('test')).getByText('Was deploying'),
    ).toBeInTheDocument();
    expect(
      within(await row('staging')).getByText('Healthy'),
    ).toBeInTheDocument();
    expect(screen.getByText('2 of 4 out of date')).toBeInTheDocument();
    expect(
      alertOf(/No contact with Argo CD eu-dev since \d\d:\d\d/),
    ).toHaveAttribute('data-status', 'warning');
    expect(
      screen.getByText(
        'Argo CD does not accept the token (401: token is expired). dev and test are shown as of then. The other environments are up to date.',
      ),
    ).toBeInTheDocument();
  });

  it('says in German why an instance is not read, where the portal is shown in German', async () => {
    renderCard(staleService, { language: 'de' });
    expect(
      await screen.findByText(
        'Argo CD akzeptiert das Token nicht (401: token is expired). Für dev und test gilt der Stand von damals. Die übrigen Umgebungen sind aktuell.',
      ),
    ).toBeInTheDocument();
  });

  it('calls nothing current that an instance which is not read may hold', async () => {
    const staleSince = ago({ min: 5 });
    const nothing = {
      state: 'unknown' as const,
      ...because({ code: 'absentUnreadable', params: { instances: ['eu'] } }),
      running: null,
      wanted: null,
      applications: [],
      staleSince,
    };
    renderCard(
      service({
        environments: [
          environment('dev', {
            staleSince,
            applications: [application({ instance: 'eu', staleSince })],
          }),
          environment('test', nothing),
          environment('production'),
        ],
        instances: [{ ...freshness('eu'), staleSince }],
      }),
    );
    expect(
      await screen.findByText('dev is shown as of then.'),
    ).toBeInTheDocument();
    expect(screen.getByText('2 of 3 out of date')).toBeInTheDocument();
    expect(within(await row('test')).getByText('Unknown')).toBeInTheDocument();
  });

  it('says that environments may be missing where an instance is not read that none is known of', async () => {
    renderCard({
      ...payments,
      instances: [
        freshness('us-east', {
          code: 'answerTimeout',
          params: { seconds: 30 },
        }),
      ],
    });
    expect(
      await screen.findByText(
        'Argo CD did not answer within 30 s. Environments that it deploys to may be missing here.',
      ),
    ).toBeInTheDocument();
  });

  it('says that environments may be missing where all that is shown of an instance is current', async () => {
    renderCard(
      service({
        environments: [environment('dev')],
        instances: [
          { ...freshness('eu-central'), staleSince: ago({ min: 1 }) },
        ],
      }),
    );
    expect(
      await screen.findByText(
        'Environments that it deploys to may be missing here.',
      ),
    ).toBeInTheDocument();
    expect(alertOf(/No contact with Argo CD eu-central/)).toHaveAttribute(
      'data-status',
      'info',
    );
  });

  it('links each environment to its Application in Argo CD', async () => {
    renderCard(payments);
    const link = within(await row('dev')).getByRole('link', {
      name: 'payments-dev in Argo CD eu-central, opens in a new tab',
    });
    expect(link).toHaveAttribute(
      'href',
      'https://argocd.example.com/applications/argocd/payments-dev',
    );
    expect(link).toHaveAttribute('target', '_blank');
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  });

  it('lists several Applications of an environment on request, by keyboard too', async () => {
    renderCard(regions);
    const production = await row('production');
    expect(within(production).queryByRole('link')).not.toBeInTheDocument();
    const toggle = within(production).getByRole('button', {
      name: '2 Applications in production',
    });
    expect(toggle).toHaveAttribute('aria-expanded', 'false');

    toggle.focus();
    await user.keyboard('{Enter}');
    expect(toggle).toHaveAttribute('aria-expanded', 'true');
    const applications = within(
      within(production).getByRole('list', { name: 'production' }),
    ).getAllByRole('listitem');
    expect(applications).toHaveLength(2);
    expect(applications[1]).toHaveTextContent(
      /payments-eu.*eu-central.*Healthy.*1\.9\.0/,
    );
    expect(applications[0]).toHaveTextContent(
      /payments-us.*us-east.*Degraded.*1\.9\.0/,
    );
    const argoCd = within(applications[0]).getByRole('link', {
      name: /in Argo CD/,
    });
    expect(argoCd).toHaveAttribute(
      'href',
      'https://argocd-us.example.com/applications/argocd/payments-us',
    );
    expect(
      within(applications[0]).getByRole('link', { name: 'payments-us' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/payments/deployments?environment=production&application=us-east%2Fargocd%2Fpayments-us',
    );

    await user.keyboard(' ');
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
    expect(within(production).queryByRole('link')).not.toBeInTheDocument();
  });

  it('lists 40 regions on request, in the order of the answer', async () => {
    const all = Array.from({ length: 40 }, (_, index) =>
      application({
        name: `payments-${index}`,
        running: '1.9.0',
        wanted: '1.9.0',
        ...(index === 0 && {
          state: 'degraded',
          ...because({ code: 'crashLoop', params: { count: 1, total: 3 } }),
        }),
      }),
    );
    renderCard(
      service({
        environments: [
          environment('production', {
            running: '1.9.0',
            state: 'degraded',
            applications: all,
          }),
        ],
      }),
    );
    await user.click(
      await screen.findByRole('button', {
        name: '40 Applications in production',
      }),
    );
    const [first, ...others] = within(
      screen.getByRole('list', { name: 'production' }),
    ).getAllByRole('listitem');
    expect(first).toHaveTextContent(/payments-0.*Degraded.*1\.9\.0/);
    expect(others).toHaveLength(39);
  });

  it('names both namespaces where one name exists in two', async () => {
    const cause = {
      code: 'crashLoop',
      params: { count: 1, total: 3 },
    } as const;
    const twins = ['team-b', 'team-a'].map(namespace =>
      application({
        namespace,
        name: 'payments',
        url: `https://argocd.example.com/applications/${namespace}/payments`,
      }),
    );
    renderCard(
      service({
        environments: [
          environment('production', {
            state: 'degraded',
            ...because(cause),
            applications: twins,
          }),
          environment('staging'),
        ],
      }),
    );
    const production = await row('production');
    expect(production).toHaveTextContent(
      /payments exists in the namespaces team-a and team-b\./,
    );
    expect(production).toHaveTextContent(
      /team-b\/payments: 1 of 3 pods keeps crashing/,
    );
    expect(await row('staging')).not.toHaveTextContent(/namespaces/);
    await user.click(within(production).getByRole('button', { name: /2 App/ }));
    expect(
      within(production).getByRole('link', { name: /eu-central \/ team-a/ }),
    ).toHaveAttribute('href', expect.stringContaining('/team-a/'));
  });

  it('calls an environment by its title where it has one', async () => {
    renderCard(
      service({ environments: [environment('dev', { title: 'Development' })] }),
    );
    expect(await row('Development')).toBeInTheDocument();
    expect(screen.queryByText('dev')).not.toBeInTheDocument();
  });

  it('names what belongs to no environment', async () => {
    renderCard(service({ environments: [environment('', { title: '' })] }));
    expect(await row('No environment')).toBeInTheDocument();
  });

  it('shows its shape while loading', async () => {
    renderCard(() => new Promise(() => {}));
    expect(await screen.findByText('Loading deployments')).toBeInTheDocument();
    expect(
      screen.getByRole('article', { name: 'Deployments' }),
    ).toHaveAttribute('aria-busy', 'true');
  });

  it('says what was looked for where nothing is visible, and how to have something else looked for', async () => {
    renderCard(
      service({
        instances: [freshness('eu-central'), freshness('eu-west')],
      }),
    );
    expect(
      await screen.findByText('No Argo CD Application found for this service'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('app.kubernetes.io/name=payments'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Argo CD instances searched: eu-central and eu-west\./),
    ).toBeInTheDocument();
    expect(
      screen.queryByText(/does not exist|none exists/),
    ).not.toBeInTheDocument();

    const writeText = jest.fn(async (_: string) => {});
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText },
    });
    await user.click(
      screen.getByRole('button', { name: 'Copy the annotation' }),
    );
    expect(await screen.findByText('Copied')).toBeInTheDocument();
    expect(writeText.mock.calls).toEqual([
      ['metadata:\n  annotations:\n    argocd/app-selector: app=payments'],
    ]);
  });

  it('does not say that nothing is visible while nothing can be read', async () => {
    renderCard(
      service({
        instances: [freshness('eu-dev', { code: 'unreachable', params: {} })],
      }),
    );
    expect(
      await screen.findByText("It isn't known what is running"),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^Argo CD can't be reached\. Environments/),
    ).toBeInTheDocument();
    expect(
      screen.queryByText(/No Argo CD Application found/),
    ).not.toBeInTheDocument();
  });

  it('says what was looked for where only some instances can not be read', async () => {
    renderCard(
      service({
        instances: [
          { ...freshness('eu-dev'), staleSince: ago({ min: 5 }) },
          freshness('eu-central'),
        ],
      }),
    );
    expect(
      await screen.findByText('No Argo CD Application found for this service'),
    ).toBeInTheDocument();
  });

  it('shows at once which Application runs what where several versions run', async () => {
    renderCard(
      service({
        environments: [
          environment('production', {
            running: '1.8.0, 1.9.0',
            applications: ['1.8.0', '1.9.0'].map(running =>
              application({ name: `payments-${running}`, running }),
            ),
          }),
        ],
      }),
    );
    expect(await screen.findByText('payments-1.8.0')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: '2 Applications in production' }),
    ).toHaveAttribute('aria-expanded', 'true');
  });

  it('says nothing of the version where nothing is deployed and nothing is wanted', async () => {
    renderCard(
      service({
        environments: [
          environment('test', {
            state: 'notDeployed',
            running: null,
            wanted: null,
            applications: [],
          }),
        ],
      }),
    );
    expect(await row('test')).toHaveTextContent('Not deployed');
    expect(screen.queryByText('Version unknown')).toBeNull();
  });

  it('lets readers of screens jump from environment to environment', async () => {
    renderCard(payments);
    await row('dev');
    expect(
      screen
        .getAllByRole('heading', { level: 3 })
        .map(({ textContent }) => textContent),
    ).toEqual(['dev', 'test', 'staging', 'preprod', 'production']);
  });

  it('says that permissions hide environments where nothing is left to see', async () => {
    renderCard(service({ isRestricted: true }));
    expect(
      await screen.findByText("You can't see any Application of this service"),
    ).toBeInTheDocument();
    expect(screen.getByText(/gitops\.deployment\.read/)).toBeInTheDocument();
    expect(
      screen.queryByText(/No Argo CD Application found/),
    ).not.toBeInTheDocument();
    expect(screen.queryByText(/annotations:/)).not.toBeInTheDocument();
  });

  it('says so where no instance is configured', async () => {
    renderCard(service({ instances: [] }));
    expect(
      await screen.findByText(/No Argo CD instance is configured/),
    ).toBeInTheDocument();
  });

  it('says of an annotation that can not be used no more than that where nothing was looked for', async () => {
    renderCard(
      service({
        instances: [],
        problems: [
          annotationProblem('argocd/instance-name', {
            code: 'unknownInstance',
            params: { instances: ['eu'], configured: [] },
          }),
        ],
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'No Argo CD instance is named "eu". Configured: none.',
    );
    expect(
      screen.queryByText(/No Argo CD instance is configured/),
    ).not.toBeInTheDocument();
  });

  it.each([
    [
      'en',
      'Check argocd/app-selector in catalog-info.yaml',
      `It can't be read: "a=b=c" is not a valid requirement on labels. Write it like app=orders,tier in (web,api).`,
    ],
    [
      'de',
      'argocd/app-selector in catalog-info.yaml prüfen',
      'Die Annotation ist nicht lesbar: „a=b=c“ ist keine gültige Bedingung für Labels.',
    ],
  ] as const)(
    'says which annotation can not be used, and why, beside what was found nevertheless (%s)',
    async (language, title, sentence) => {
      renderCard(
        {
          ...payments,
          problems: [
            annotationProblem('argocd/app-selector', {
              code: 'selectorUnreadable',
              params: { part: 'a=b=c' },
            }),
          ],
        },
        { language },
      );
      const alert = await screen.findByRole('alert');
      expect(alert).toHaveTextContent(title);
      expect(alert).toHaveTextContent(sentence);
      expect(await screen.findByText('dev')).toBeInTheDocument();
    },
  );

  it('says what failed, counts down to the next attempt, and tries at once when told to', async () => {
    const { gitops } = renderCard(async () => {
      throw Object.assign(
        new Error('Request failed with 503 Service Unavailable'),
        {
          statusCode: 503,
          cause: new Error('its database does not accept connections yet'),
        },
      );
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent("Deployments can't be loaded");
    expect(alert).toHaveTextContent(
      'The GitOps backend returned an error (503): its database does not accept connections yet. The service itself may be fine.',
    );
    const countdown = screen.getByText(/Retrying in \d s/);
    expect(alert).not.toContainElement(countdown);

    gitops.answer = async () => payments;
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await row('dev')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('keeps what it shows while the backend fails, and says since when', async () => {
    const { gitops } = renderCard(payments);
    await row('dev');
    gitops.answer = async () => {
      throw new Error('Failed to fetch');
    };
    await passTime(10_000);
    expect(await screen.findByText(/Not updated since/)).toBeInTheDocument();
    expect(
      screen.getByText(/The portal's backend can't be reached\./),
    ).toBeInTheDocument();
    expect(await row('dev')).toBeInTheDocument();
  });

  it('shows hostile text as text, clipped until someone asks for it', async () => {
    const { container } = renderCard(hostileService);
    await screen.findByRole('list', { name: /environments/i });
    expect(container.querySelector('script, img, b')).toBeNull();
    expect(container.innerHTML).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(container.textContent!.length).toBeLessThan(4_000);

    const [showAll] = screen.getAllByRole('button', { name: 'Show all' });
    await user.click(showAll);
    expect(container.textContent!.length).toBeGreaterThan(10_000);
    // What scrolls has to be reached by keyboard
    await user.tab({ shift: true });
    expect(screen.getByRole('region', { name: 'Reason' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Show less' }));
    expect(container.textContent!.length).toBeLessThan(4_000);

    await user.click(
      screen.getByRole('button', { name: '2 Applications in test' }),
    );
    // One of the two addresses is none of the web
    const links = within(await row('test')).getAllByRole('link', {
      name: /in Argo CD/,
    });
    expect(links.map(link => link.getAttribute('href'))).toEqual([
      'https://argocd.example.com/applications/argocd/payments-dev',
    ]);
  });
});
