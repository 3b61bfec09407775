import fc from 'fast-check';
import type { GateAnswer } from 'backstage-plugin-gitops-common';
import { bodyOf, MAX_BODY } from './body';
import { PromotionStory, wordsOf } from './words';

const titleOf = (one: PromotionStory) => wordsOf([one]).title;
const messageOf = (stories: PromotionStory[]) => wordsOf(stories).message;

const GATES: GateAnswer[] = [
  {
    gate: 'freeze',
    result: 'block',
    code: 'frozen',
    params: { environment: 'Production', title: 'Weekend', timeZone: 'UTC' },
    sentence: 'Production is frozen until Monday at 07:00 (Weekend, UTC).',
    canOverride: true,
  },
  {
    gate: 'health',
    result: 'pass',
    code: 'onlyVersionRuns',
    params: { source: 'Staging', version: '1.5.0' },
    sentence: 'Staging runs only 1.5.0, synced and healthy.',
    canOverride: false,
  },
];

function story(given: Partial<PromotionStory> = {}): PromotionStory {
  return {
    id: '7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
    kind: 'promotion',
    service: 'component:default/orders',
    name: 'orders',
    from: 'staging',
    to: 'production',
    version: '1.5.0',
    previous: '1.4.0',
    versions: [
      { name: 'registry.example.com/orders', from: '1.4.0', to: '1.5.0' },
    ],
    reason: 'Fixes the rounding of refunds',
    requestedBy: 'user:default/ana',
    requestedByName: 'Ana Lima',
    gates: GATES,
    overridden: false,
    page: 'https://portal.example.com/catalog/default/component/orders',
    ...given,
  };
}

const TRAILERS = [
  'Promotion: 7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
  'Service: component:default/orders',
  'From: staging',
  'To: production',
  'Requested-by: Ana Lima (user:default/ana)',
];

/**
 * As `git interpret-trailers` finds them: in the last paragraph, where all of its lines are some.
 */
function trailersOf(message: string): string[] {
  return message
    .trimEnd()
    .split(/\n\s*\n/)
    .at(-1)!
    .split('\n');
}

/** What a host takes for a mention of somebody or a reference to something. */
const LIVE = /(^|[^\w`])[@#!][\w/]/m;

/** What somebody may write, by the start of it. */
const HOSTILE = [
  'Thanks @everyone and @org/team',
  'Fixes #1, closes org/repo#2, see !3',
  'closes https://github.com/org/repo/issues/4',
  'Resolves: GH-5',
  'Implements PROJ-6',
  '</td></table><script>alert(1)</script><img src=x onerror=alert(1)>',
  '```\n@everyone\n```',
  '````text\n# heading\n`````',
  '~~~\nlet me out\n~~~',
  'first\n\nSigned-off-by: Mallory <m@example.com>\nCo-authored-by: Eve <e@example.com>',
  'first\r\nPromotion: forged\rService: forged',
  '| a | b |\n| --- | --- |',
  '[click](javascript:alert(1)) ![x](https://evil.example.com/p.png)',
  'Looks good [skip ci]',
  '[CI-SKIP] [no ci] [skip azurepipelines]',
  '---\n+++\n/close\n/assign @mallory',
  '`'.repeat(2_000),
  'x'.repeat(2_000),
  '\u{1F680}'.repeat(1_000),
  '\\`\\`\\`',
].map(text => [text.slice(0, 40), text]);

describe('titleOf', () => {
  it('says what moves where', () => {
    expect(titleOf(story())).toBe('Promote orders 1.5.0 to production');
    expect(titleOf(story({ kind: 'rollback', version: '1.4.0' }))).toBe(
      'Roll orders back to 1.4.0 in production',
    );
  });

  it('is one line', () => {
    expect(titleOf(story({ version: '1.5.0\n\nTo: forged' }))).toBe(
      'Promote orders 1.5.0 To: forged to production',
    );
  });
});

describe('messageOf', () => {
  it('tells what, why and who', () => {
    expect(messageOf([story()])).toBe(
      [
        'Promote orders 1.5.0 to production',
        '',
        'registry.example.com/orders: 1.4.0 -> 1.5.0',
        '',
        '    Fixes the rounding of refunds',
        '',
        ...TRAILERS,
        '',
      ].join('\n'),
    );
  });

  it('names the gates that were overridden, and only those', () => {
    expect(trailersOf(messageOf([story({ overridden: true })]))).toEqual([
      ...TRAILERS,
      'Overridden-gate: freeze',
    ]);
  });

  it('names every service of a release', () => {
    const message = messageOf([
      story(),
      story({ id: 'two', service: 'component:default/payments' }),
    ]);
    expect(message.split('\n')[0]).toBe('Promote 2 services to production');
    expect(trailersOf(message)).toEqual([
      ...TRAILERS.slice(0, 2),
      'Promotion: two',
      'Service: component:default/payments',
      ...TRAILERS.slice(2),
    ]);
  });

  it.each(HOSTILE)('adds no trailer for the reason %j', (_, reason) => {
    expect(trailersOf(messageOf([story({ reason })]))).toEqual(TRAILERS);
  });

  it('adds no trailer whatever people write', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('\n', '\r', '\r\n', ' ', 'Promotion: x', 'a', '\t'),
        ),
        fc.string({ unit: 'binary' }),
        (parts, text) => {
          const reason = parts.join('') + text;
          expect(trailersOf(messageOf([story({ reason })]))).toEqual(TRAILERS);
        },
      ),
    );
  });

  it.each(HOSTILE)('neither pings nor refers to anything: %j', (_, reason) => {
    expect(messageOf([story({ reason })])).not.toMatch(LIVE);
    expect(messageOf([story({ name: reason })]).split('\n')[0]).not.toMatch(
      LIVE,
    );
  });

  it.each([
    'closes https://github.com/org/repo/issues/4',
    'Fixes: https://gitlab.example.com/g/p/-/issues/4',
    'resolves GH-5',
    'Implements PROJ-6',
    'fixed AB#12',
  ])('closes nothing: %j', reason => {
    const message = messageOf([story({ reason })]);
    expect(message).not.toMatch(/\b[a-z]+:?\s+\S*(AB#|GH-|PROJ-|https:)/i);
    // People read what was written
    expect(message.replace(/\u200b/g, '')).toContain(reason);
  });

  it.each([
    ...['[skip ci]', '[CI-SKIP]', '[no ci]', '[ skip actions ]'],
    ...['***NO_CI***', 'skip-checks: true', 'Skip-Checks:true'],
  ])('does not turn checks off with %s', tag => {
    const message = messageOf([story({ reason: `Good ${tag}` })]);
    expect(message).not.toContain(tag);
    expect(message.replace(/\u200b/g, '')).toContain(tag);
    expect(titleOf(story({ name: tag }))).not.toContain(tag);
  });

  it('leaves what is harmless as it was written', () => {
    const reason = 'Fixes the typo in C# docs, see [notes]; mail a@ b!';
    expect(messageOf([story({ reason })])).toContain(`    ${reason}\n`);
  });

  it('keeps names that have lines in one', () => {
    const [subject, empty, what] = messageOf([
      story({
        name: 'orders\n\nSigned-off-by: x',
        versions: [{ name: 'a\nb', from: '1\n\n2', to: 'v\nTo: z' }],
        requestedByName: 'Ana\nPromotion: forged',
      }),
    ]).split('\n');
    expect(subject).toBe('Promote orders Signed-off-by: x 1.5.0 to production');
    expect(empty).toBe('');
    expect(what).toBe('a b: 1 2 -> v To: z');
  });
});

describe('bodyOf', () => {
  it('tells what changes, why, and what each gate says', () => {
    const body = bodyOf([story({ overridden: true })]);
    expect(body).toContain(
      'From staging to production, requested by Ana Lima (user:default/ana).',
    );
    expect(body).toContain(
      '| orders | registry.example.com/orders | 1.4.0 | 1.5.0 |',
    );
    expect(body).toContain('```text\nFixes the rounding of refunds\n```');
    expect(body).toContain(
      '- ⛔ **freeze** (overridden): Production is frozen',
    );
    expect(body).toContain('- ✅ **health**: Staging runs only 1.5.0');
    expect(body).toContain(
      'Followed on [orders](https://portal.example.com/catalog/default/component/orders).',
    );
  });

  it('says of a rollback that it is one, and nothing of a page where there is none', () => {
    const body = bodyOf([story({ kind: 'rollback', page: undefined })]);
    expect(body).toMatch(/^Rolls back to production, requested by/);
    expect(body).not.toContain('Followed on');
  });

  it('has a row for each image of each service of a release', () => {
    const body = bodyOf([story(), story({ name: 'payments' })]);
    expect(body.match(/^\| (orders|payments) \|/gm)).toHaveLength(2);
    expect(body).not.toContain('### Gates');
  });

  it.each(HOSTILE)('keeps a reason within its fence: %j', (_, reason) => {
    const lines = bodyOf([story({ reason })]).split('\n');
    const begin = lines.findIndex(line => /^`{3,}text$/.test(line));
    const fence = lines[begin].slice(0, -'text'.length);
    const isEnd = (line: string) =>
      /^ {0,3}`+\s*$/.test(line) && line.trim().length >= fence.length;
    const end = lines.findIndex((line, index) => index > begin && isEnd(line));
    expect(lines.slice(begin + 1, end).join('\n')).toBe(reason);
    expect(lines.slice(end + 1).join('\n')).not.toMatch(LIVE);
  });

  it.each(HOSTILE)('takes names for text: %j', (_, name) => {
    const body = bodyOf([
      story({
        name,
        requestedByName: name,
        versions: [{ name, from: name, to: name }],
        gates: [{ ...GATES[0], sentence: name }],
        page: undefined,
      }),
    ]);
    expect(body).not.toMatch(LIVE);
    // Nothing of Markdown or HTML is left unescaped outside of the fence of the reason
    const plain = body.replace(/^```(text)?$/gm, '').replace(/\\[^\w\s]/g, '');
    expect(plain).not.toMatch(/[<>[\]`~\\{}]/);
    const rows = plain.split('\n').filter(line => line.startsWith('| '));
    // Header, line below it, one row of four cells
    expect(rows).toHaveLength(3);
    expect(rows[2].match(/\|/g)).toHaveLength(5);
  });

  it.each(['https://evil.example.com', 'www.example.com', 'GH-12'])(
    'makes no link of the name %s',
    name => {
      const body = bodyOf([story({ name, requestedByName: name, page: '' })]);
      expect(body).not.toContain(name);
      expect(body.replace(/\u200b/g, '')).toContain(name);
    },
  );

  /** What a host shows for each service: its row and its page. */
  const shown = (body: string) => ({
    rows: body.split('\n').filter(one => /^\| (?!Service|---|and )/.test(one)),
    pages: body.match(/\[[^\]]*\]\(https:[^)]*\)/g) ?? [],
  });
  const release = (count: number, given: Partial<PromotionStory> = {}) =>
    Array.from({ length: count }, (_, index) => {
      const name = `service-${index}`;
      const image = `registry.example.com/platform/teams/${name}`;
      return story({
        name,
        versions: [{ name: image, from: '2026.11.23-1', to: '2026.11.24-1' }],
        page: `https://portal.example.com/catalog/default/component/${name}`,
        ...given,
      });
    });

  it('has all services of a release of four hundred, and as many pages as there is room for', () => {
    const body = bodyOf(release(400));
    expect(body.length).toBeLessThanOrEqual(MAX_BODY);
    const { rows, pages } = shown(body);
    expect(rows).toHaveLength(400);
    expect(pages.length).toBeGreaterThan(200);
    expect(body).toContain(`, and ${400 - pages.length} more.\n`);
  });

  it('says how many services it has no room for', () => {
    const body = bodyOf(release(2_000));
    expect(body.length).toBeLessThanOrEqual(MAX_BODY);
    const { rows } = shown(body);
    expect(rows.length).toBeGreaterThan(400);
    expect(body).toContain(`\n| and ${2_000 - rows.length} more | | | |\n`);
    expect(body).not.toContain('Followed on');
    expect(body).toContain('```text\nFixes the rounding of refunds\n```');
    expect(body).toMatch(/Merging this deploys.*\n$/);
  });

  it('lists the commits of a release in what room is left', () => {
    const page = 'https://git.example.com/shop/orders';
    const commit = {
      sha: 'c'.repeat(40),
      subject: 'Round amounts'.repeat(10),
      author: 'Ana',
      date: '2026-11-23T05:24:34.000Z',
      url: page,
      pullRequest: null,
    };
    const changes: PromotionStory['changes'] = {
      from: { version: '1', commit: null, tag: null },
      to: { version: '2', commit: null, tag: null },
      repository: { name: 'shop/orders', url: page },
      folder: null,
      missingFolder: null,
      added: { commits: Array(20).fill(commit), total: 20 },
      takenBack: { commits: [], total: 0 },
      url: page,
      problem: null,
    };
    for (const count of [2, 30, 400]) {
      const body = bodyOf(release(count, { changes }));
      expect(body.length).toBeLessThanOrEqual(MAX_BODY);
      expect(shown(body).rows).toHaveLength(count);
      expect(body.includes('### Changes')).toBe(count < 400);
    }
    expect(bodyOf(release(2, { changes })).match(/^#### /gm)).toHaveLength(2);
  });

  it('is never too long, and is cut between lines and pages only', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            name: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
            to: fc.string({ maxLength: 100 }),
            copies: fc.integer({ min: 1, max: 400 }),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        fc.string({ unit: 'binary', maxLength: 2_000 }),
        (kinds, reason) => {
          const given = kinds.map(({ name, to, copies }) =>
            release(copies, {
              name,
              reason,
              versions: [{ name: 'image', from: '1', to }],
            }),
          );
          const body = bodyOf(given.flat());
          expect(body.length).toBeLessThanOrEqual(MAX_BODY);
          const whole = new Set(
            given.flatMap(([one]) => linesOf(bodyOf([one]))),
          );
          const lines = linesOf(body).filter(
            line => !/^(\| and \d+ more|Followed on)/.test(line),
          );
          expect(lines.filter(line => !whole.has(line))).toEqual([]);
          expect(lines.at(-1)).toMatch(/^Merging this deploys/);
        },
      ),
      { numRuns: 30 },
    );
  });
});

function linesOf(body: string): string[] {
  return body.split('\n').filter(Boolean);
}

describe('Templates', () => {
  it('leave what they do not name as it is', () => {
    expect(wordsOf([story()], { title: 'OPS-7: {default}' })).toEqual({
      ...wordsOf([story()]),
      title: 'OPS-7: Promote orders 1.5.0 to production',
    });
  });

  it('have the values of the promotion', () => {
    const title =
      '{service} {from} {to} {version} {previous} {reason} {requester} {id}';
    expect(wordsOf([story()], { title }).title).toBe(
      'orders staging production 1.5.0 1.4.0 Fixes the rounding of refunds Ana Lima 7b5f2a52-0b1f-4e29-9f0e-5b8f6f9d1c11',
    );
  });

  it('of a message keep the trailers', () => {
    const message =
      'chore({service}): {version} to {to}\n\n{reason}\n\nJira: OPS-7';
    expect(wordsOf([story()], { message }).message).toBe(
      [
        'chore(orders): 1.5.0 to production',
        '',
        '    Fixes the rounding of refunds',
        '',
        'Jira: OPS-7',
        '',
        ...TRAILERS,
        '',
      ].join('\n'),
    );
  });

  it('of a body may have what stands there without one', () => {
    const body = '- [ ] Told the support\n\n{default}\n\n{reason}';
    const written = wordsOf([story()], { body }).body;
    expect(written).toMatch(/^- \[ \] Told the support\n\nFrom staging/);
    expect(written).toContain('### Gates');
    expect(written.match(/```text\nFixes the rounding/g)).toHaveLength(2);
  });

  it('leave out what is not the same in all of a release', () => {
    const stories = [story(), story({ name: 'payments', version: '2.0.0' })];
    expect(
      wordsOf(stories, { title: 'Ship {service} {version} to {to}' }).title,
    ).toBe('Ship 2 services to production');
  });

  it.each(HOSTILE)(
    'let nothing that people write be more than text: %j',
    (_, text) => {
      const hostile = story({
        reason: text,
        name: text,
        requestedByName: text,
      });
      const { title, message, body } = wordsOf([hostile], {
        title: '{service}: {reason}',
        message: '{service} by {requester}\n\n{reason}\nWhy: {reason}',
        body: '{requester}: {reason}',
      });
      for (const written of [title, message, body])
        expect(
          written.replace(/^(Promotion|Service|Requested-by): .*$/gm, ''),
        ).not.toMatch(LIVE);
      expect(trailersOf(message).slice(0, 4)).toEqual(TRAILERS.slice(0, 4));
      expect(body).not.toMatch(/(?<!\\)</);
    },
  );

  it.each([
    ['Fixes {version}', '12', /Fixes \u200b12/],
    ['#{version}', '12', /#\u200b12/],
    ['@{requester}', 'Ana', /@\u200bAna/],
    ['closes: {reason}', 'https://git.example.com/i/1', /closes: \u200bhttps/],
  ])(
    'let no value mean more by what %j has before it',
    (title, value, expected) => {
      const one = story({
        version: value,
        requestedByName: value,
        reason: value,
      });
      expect(wordsOf([one], { title }).title).toMatch(expected);
    },
  );
});
