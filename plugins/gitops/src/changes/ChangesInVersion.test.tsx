import { renderInTestApp } from '@backstage/frontend-test-utils';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  ChangedCommits,
  ChangesProblem,
  VersionChanges,
} from 'backstage-plugin-gitops-common';
import { answered, FakeGitops } from '../__testUtils__/FakeGitops';
import { service } from '../__testUtils__/deployments';
import { translationIn } from '../__testUtils__/translate';
import { gitopsApiRef } from '../api';
import { ChangesInVersion } from './ChangesInVersion';

const url = 'https://git.example.com/shop/services/compare/a...b';
const none: ChangedCommits = { commits: [], total: 0 };

function commits(count: number, total: number | null = count): ChangedCommits {
  return {
    total,
    commits: Array.from({ length: count }, (_, index) => ({
      sha: String(index).padStart(40, 'a'),
      subject: `Change ${index}`,
      author: 'Ana',
      date: '2026-11-23T05:24:34.000Z',
      url: `https://git.example.com/shop/services/commit/${index}`,
      pullRequest: index < 2 ? index + 40 : null,
    })),
  };
}

function changes(given: Partial<VersionChanges> = {}): VersionChanges {
  return {
    from: { version: '1.8.2', commit: 'a'.repeat(40), tag: 'v1.8.2' },
    to: { version: '1.9.0', commit: 'b'.repeat(40), tag: 'v1.9.0' },
    repository: {
      name: 'shop/services',
      url: 'https://git.example.com/shop/services',
    },
    folder: null,
    missingFolder: null,
    added: commits(3),
    takenBack: none,
    url,
    problem: null,
    ...given,
  };
}

function show(
  answer: VersionChanges | Error,
  {
    from = '1.8.2',
    language = 'en',
  }: { from?: string | null; language?: 'en' | 'de' } = {},
) {
  const gitops = Object.assign(new FakeGitops(service()), {
    versionChanges: async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  renderInTestApp(
    <ChangesInVersion
      service="component:default/payments"
      environment="production"
      from={from}
      to="1.9.0"
    />,
    { apis: [translationIn(language), [gitopsApiRef, gitops]] },
  );
}

describe('ChangesInVersion', () => {
  it('counts commits and pull requests, and lists them when it is opened', async () => {
    show(changes());
    const summary = await screen.findByText('3 commits, 2 pull requests');
    await userEvent.click(summary);
    const list = screen.getByRole('region', { name: 'Added' });
    const rows = within(list).getAllByRole('listitem');
    expect(rows.map(row => row.textContent)).toEqual([
      'aaaaaaaChange 0by Ana',
      'aaaaaaaChange 1by Ana',
      'aaaaaaaChange 2by Ana',
    ]);
    expect(
      screen.getByRole('link', {
        name: 'Compare in shop/services, opens in a new tab',
      }),
    ).toHaveAttribute('href', url);
  });

  it.each([
    [{ added: commits(1) }, '1 commit, 1 pull request'],
    [{ added: commits(50, 60) }, '60 commits, at least 2 pull requests'],
    [
      { added: commits(50, null) },
      'at least 50 commits, at least 2 pull requests',
    ],
    [
      { added: none, takenBack: commits(3) },
      'Takes back 3 commits, 2 pull requests',
    ],
    [
      { takenBack: commits(1) },
      '3 commits, 2 pull requests; takes back 1 commit, 1 pull request',
    ],
    [{ added: none }, 'No commits.'],
    [
      { added: none, folder: 'orders' },
      'No commits. Only commits in orders of shop/services are counted.',
    ],
  ])(
    'says which way it goes and how far it is known: %#',
    async (given, text) => {
      show(changes(given));
      expect(await screen.findByText(text)).toBeInTheDocument();
    },
  );

  it('says why it is not known, in the language of the page', async () => {
    const problem: ChangesProblem = {
      code: 'noCommit',
      params: {
        version: '1.9.0',
        repository: 'shop/services',
        tags: ['1.9.0', 'v1.9.0'],
      },
      sentence: 'Not said here',
    };
    show(changes({ added: null, takenBack: null, problem }), {
      language: 'de',
    });
    expect(
      await screen.findByText(
        'Der Commit von 1.9.0 ist nicht bekannt: shop/services hat kein Tag 1.9.0 oder v1.9.0.',
      ),
    ).toBeInTheDocument();
  });

  it('offers another attempt after a failure', async () => {
    show(answered(503, 'Down'));
    expect(
      await screen.findByText(/The versions can't be compared right now/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeInTheDocument();
  });

  it.each([
    ['may not see it', answered(403, 'No'), '1.8.2'],
    [
      'has a portal that compares nothing',
      changes({
        added: null,
        takenBack: null,
        problem: { code: 'off', params: {}, sentence: '' },
      }),
      '1.8.2',
    ],
    [
      'has a service whose repository the portal may not compare',
      changes({
        added: null,
        takenBack: null,
        problem: {
          code: 'notAllowed',
          params: { repository: 'shop/services' },
          sentence: 'shop/services is not among those it may compare.',
        },
      }),
      '1.8.2',
    ],
    ['does not know what runs, or sees several versions', changes(), null],
  ])('shows nothing to a reader who %s', async (_, answer, from) => {
    show(answer, { from });
    // What is asked for is answered by then
    await act(async () => {});
    expect(screen.queryByText(/commit|compar/i)).toBeNull();
  });
});
