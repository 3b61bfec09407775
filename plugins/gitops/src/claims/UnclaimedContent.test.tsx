import { renderInTestApp } from '@backstage/frontend-test-utils';
import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  ClaimProblem,
  ClaimProblems,
  GitopsApi,
} from 'backstage-plugin-gitops-common';
import { service } from '../__testUtils__/deployments';
import { FakeGitops } from '../__testUtils__/FakeGitops';
import { translationIn } from '../__testUtils__/translate';
import { gitopsApiRef } from '../api';
import { UnclaimedContent } from './UnclaimedContent';

// eslint-disable-next-line no-script-url -- What must not become a link
const script = 'javascript:alert(1)';

function problem(given: Partial<ClaimProblem> = {}): ClaimProblem {
  return {
    code: 'unknownLabel',
    instance: 'eu-central',
    namespace: 'argocd',
    name: 'oders-dev',
    project: 'team-a',
    environment: 'dev',
    label: 'oders',
    owners: [],
    claimedBy: [],
    hiddenClaims: 0,
    url: 'https://argocd.example.com/applications/argocd/oders-dev',
    ...given,
  };
}

function page(
  items: ClaimProblem[],
  given: Partial<ClaimProblems> = {},
): ClaimProblems {
  return {
    items,
    total: items.length,
    nextCursor: null,
    serviceLabel: 'app.kubernetes.io/name',
    ...given,
  };
}

/** @param answers - by what is asked for; nothing is wrong with the rest */
function renderPart(
  answers: (
    of: Parameters<GitopsApi['claimProblems']>[0],
  ) => ClaimProblems | undefined,
  {
    claimTemplate,
    language = 'en',
  }: { claimTemplate?: string; language?: 'en' | 'de' } = {},
) {
  const gitops = new FakeGitops(service());
  gitops.claimProblems = async of => answers(of) ?? page([]);
  renderInTestApp(<UnclaimedContent />, {
    config: { gitops: { claimTemplate } } as never,
    apis: [translationIn(language), [gitopsApiRef, gitops]],
  });
}

const ofService = (answer: ClaimProblems) =>
  renderPart(of =>
    'unclaimed' in of && of.unclaimed === 'service' ? answer : undefined,
  );

describe('UnclaimedContent', () => {
  it('says that nothing is wrong where nothing is', async () => {
    renderPart(() => undefined);
    expect(
      await screen.findByText('Every Application belongs to a service'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('No Application is claimed by several entities'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Application/ }),
    ).not.toBeInTheDocument();
  });

  it('counts the Applications of no service, and opens a list that says why and leads to Argo CD', async () => {
    ofService(
      page([
        problem(),
        problem({ code: 'noLabel', name: 'tools', label: null }),
      ]),
    );
    const button = await screen.findByRole('button', {
      name: '2 Applications belong to no service',
    });
    expect(button).toHaveAttribute('aria-expanded', 'false');
    expect(screen.queryByRole('listitem')).not.toBeInTheDocument();
    await userEvent.click(button);
    const [first, second] = screen.getAllByRole('listitem');
    expect(first).toHaveTextContent(
      'No Component is named oders, as its label app.kubernetes.io/name says, and no annotation claims it.',
    );
    expect(first).toHaveTextContent('eu-central / argocd / team-a');
    expect(
      within(first).getByRole('link', {
        name: 'oders-dev in Argo CD eu-central, opens in a new tab',
      }),
    ).toHaveAttribute(
      'href',
      'https://argocd.example.com/applications/argocd/oders-dev',
    );
    expect(second).toHaveTextContent(
      'It has no label app.kubernetes.io/name, and no annotation claims it.',
    );
    await userEvent.click(button);
    expect(screen.queryByRole('listitem')).not.toBeInTheDocument();
  });

  it.each([
    [
      problem({
        code: 'sharedClaim',
        owners: ['component:default/a', 'component:default/b'],
      }),
      'Claimed by annotations of component:default/a and component:default/b.',
    ],
    [
      problem({
        code: 'ambiguousName',
        owners: ['component:default/a', 'component:other/a'],
      }),
      'Its label app.kubernetes.io/name names component:default/a and component:other/a.',
    ],
    [
      problem({
        code: 'ownedByOther',
        owners: ['component:default/a'],
        claimedBy: ['component:default/b'],
        hiddenClaims: 2,
      }),
      'It belongs to component:default/a, and is claimed by component:default/b and 2 entities that you may not see.',
    ],
  ])('says who claims an Application: $code', async (one, sentence) => {
    renderPart(of => ('claims' in of ? page([one]) : undefined));
    await userEvent.click(
      await screen.findByRole('button', {
        name: '1 Application is claimed by several entities',
      }),
    );
    expect(screen.getByRole('listitem')).toHaveTextContent(sentence);
  });

  it('shows the next page when somebody wants more', async () => {
    renderPart(of => {
      if (!('unclaimed' in of) || of.unclaimed !== 'environment')
        return undefined;
      return of.cursor === 'next'
        ? page([problem({ code: 'noEnvironment', name: 'last' })], { total: 2 })
        : page([problem({ code: 'noEnvironment', name: 'first' })], {
            total: 2,
            nextCursor: 'next',
          });
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: '2 Applications fit no environment',
      }),
    );
    expect(screen.queryByText('last')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await screen.findByText('last')).toBeInTheDocument();
    expect(screen.getByText('first')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Show more' }),
    ).not.toBeInTheDocument();
    expect(document.activeElement).toHaveTextContent('first');
  });

  it.each([
    ['en', 'Give Applications to services'],
    ['de', 'Applications den Services zuordnen'],
  ] as const)(
    'leads to the form that gives Applications to services, where one is configured (%s)',
    async (language, name) => {
      renderPart(
        of =>
          'unclaimed' in of && of.unclaimed === 'service'
            ? page([problem()])
            : undefined,
        { claimTemplate: 'template:platform/claim-services', language },
      );
      expect(await screen.findByRole('link', { name })).toHaveAttribute(
        'href',
        '/create/templates/platform/claim-services',
      );
    },
  );

  it('offers no form where none is configured, or nothing is to be claimed', async () => {
    ofService(page([problem()]));
    await screen.findByRole('button', { name: /belongs to no service/ });
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
    cleanup();
    renderPart(() => undefined, { claimTemplate: 'claim-services' });
    await screen.findByText('Every Application belongs to a service');
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });

  it('searches the Applications', async () => {
    renderPart(of =>
      'unclaimed' in of && of.unclaimed === 'service' && of.q === 'oders'
        ? page([problem()])
        : undefined,
    );
    await screen.findByText('Every Application belongs to a service');
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search Applications' }),
      'oders',
    );
    expect(
      await screen.findByRole('button', {
        name: '1 Application belongs to no service',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('No matching Application without an environment'),
    ).toBeInTheDocument();
  });

  it('makes no link of an address that runs as a script, and no line of a name with line breaks', async () => {
    ofService(page([problem({ name: 'a\nb', url: script })]));
    await userEvent.click(
      await screen.findByRole('button', { name: /belongs to no service/ }),
    );
    expect(screen.getByText('a b')).toBeInTheDocument();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });

  it('says why the Applications can not be shown', async () => {
    renderPart(() => {
      throw Object.assign(new Error('Request failed with 403 Forbidden'), {
        statusCode: 403,
        cause: new Error('You may not see the Argo CD instances'),
      });
    });
    const [alert] = await screen.findAllByRole('alert');
    expect(alert).toHaveTextContent(
      'The GitOps backend returned an error (403): You may not see the Argo CD instances',
    );
  });
});
