import type {
  ChangedCommits,
  VersionChanges,
} from 'backstage-plugin-gitops-common';
import { changesText, releaseChangesText } from './changesText';

const none: ChangedCommits = { commits: [], total: 0 };

function commits(
  count: number,
  total: number | null,
  subject = 'Round',
): ChangedCommits {
  return {
    total,
    commits: Array.from({ length: count }, (_, index) => ({
      sha: String(index).padStart(40, '0'),
      subject: `${subject} ${index}`,
      author: 'Ana',
      date: '2026-11-23T05:24:34.000Z',
      url: 'https://git.example.com/x',
      pullRequest: index,
    })),
  };
}

function changesWith(given: Partial<VersionChanges>): VersionChanges {
  const version = { commit: null, tag: null };
  return {
    from: { version: '1.4.0', ...version },
    to: { version: '1.5.0', ...version },
    repository: {
      name: 'shop/services',
      url: 'https://git.example.com/shop/services',
    },
    folder: null,
    missingFolder: null,
    added: none,
    takenBack: none,
    url: 'https://git.example.com/shop/services/compare/a...b',
    problem: null,
    ...given,
  };
}

const textOf = (given: Partial<VersionChanges>) =>
  changesText(changesWith(given)).join('\n');

it('counts and lists what comes, with the page of the difference', () => {
  expect(textOf({ added: commits(2, 2), folder: 'orders' })).toBe(
    [
      '### Changes',
      '[2 commits, 2 pull requests](https://git.example.com/shop/services/compare/a...b) in shop/services, folder orders.',
      '',
      '- Round 0 (Ana)',
      '- Round 1 (Ana)',
      '',
    ].join('\n'),
  );
});

it('says what is taken back, and how far it is known', () => {
  expect(textOf({ takenBack: commits(1, 1) })).toContain(
    '[Takes back 1 commit, 1 pull request]',
  );
  expect(
    textOf({ added: commits(1, 1), takenBack: commits(50, null) }),
  ).toContain(
    '[1 commit, 1 pull request, takes back at least 50 commits, at least 50 pull requests]',
  );
});

it('lists twenty commits at most, and says how many more there are', () => {
  const text = textOf({ added: commits(50, 73) });
  expect(text.match(/^- Round/gm)).toHaveLength(20);
  expect(text).toContain('\n- and 53 more\n');
});

it('mentions nobody, closes nothing and ends no link, whatever a commit says', () => {
  const hostile =
    'Fixes #12, closes shop/orders#3 @platform/all ![x](//e) [skip ci] `a` | <b>';
  const text = textOf({
    added: commits(1, 1, hostile),
    url: 'https://git.example.com/a) [b](https://evil.example.com',
    repository: { name: 'shop/`x` @ana', url: 'https://git.example.com/x' },
  });
  expect(text).not.toMatch(/#\d|@\w|!\[|(?<!\\)\]\(|\[skip|(?<!\\)[`<|]/);
  expect(text).not.toMatch(/\b(fixes|closes)\s/i);
});

it('says nothing where nothing is known', () => {
  expect(changesText(undefined)).toEqual([]);
  expect(textOf({ added: null, takenBack: null })).toBe('');
});

describe('of a release', () => {
  const story = (name: string, given?: Partial<VersionChanges>) => ({
    name,
    changes: given && changesWith(given),
  });

  it('lists the commits of each service, and says of how many it does not', () => {
    const text = releaseChangesText(
      [
        story('orders', { added: commits(1, 1) }),
        story('ledger'),
        story('payments', { takenBack: commits(1, 1, 'Undone') }),
      ],
      10_000,
    ).join('\n');
    expect(text.split('\n').filter(line => /^[#-]|^The/.test(line))).toEqual([
      '### Changes',
      '#### orders',
      '- Round 0 (Ana)',
      '#### payments',
      '- Taken back: Undone 0 (Ana)',
      'The commits of 1 other service are not listed.',
    ]);
  });

  it('says nothing where it knows the commits of no service', () => {
    expect(releaseChangesText([story('orders'), story('ledger')], 1e4)).toEqual(
      [],
    );
  });

  it('stays within its room', () => {
    const stories = Array.from({ length: 9 }, (_, index) =>
      story(`service-${index}`, { added: commits(20, 90) }),
    );
    for (const room of [100, 1_000, 3_000, 9_000]) {
      const text = releaseChangesText(stories, room).join('\n');
      expect(text.length).toBeLessThanOrEqual(room);
    }
    const text = releaseChangesText(stories, 3_000).join('\n');
    expect(text).toMatch(
      /^#### service-3\n[^]*\nThe commits of \d other services are not listed\.\n$/m,
    );
  });
});
