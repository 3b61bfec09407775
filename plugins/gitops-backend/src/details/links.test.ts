/* eslint-disable no-script-url -- What must not become a link */
import { linksOf } from './links';

it('shows an address by its host and path, and one from an annotation by its title', () =>
  expect(
    linksOf(
      [],
      [
        'http://a.example.com/',
        'https://orders.example.com/api/',
        'Dashboard|https://grafana.example.com/d/1?var=a|b',
      ],
    ),
  ).toEqual([
    {
      kind: 'externalUrl',
      title: 'a.example.com',
      description: null,
      url: 'http://a.example.com/',
    },
    {
      kind: 'externalUrl',
      title: 'orders.example.com/api',
      description: null,
      url: 'https://orders.example.com/api/',
    },
    {
      kind: 'externalUrl',
      title: 'Dashboard',
      description: null,
      url: 'https://grafana.example.com/d/1?var=a|b',
    },
  ]));

it('shows the links that Argo CD is configured with first, and each address once', () =>
  expect(
    linksOf(
      [
        {
          title: 'Runbook',
          url: 'https://wiki.example.com/orders',
          description: 'What to do at night',
        },
      ],
      ['https://wiki.example.com/orders', 'https://orders.example.com'],
    ).map(({ kind, title, description }) => [kind, title, description]),
  ).toEqual([
    ['deepLink', 'Runbook', 'What to do at night'],
    ['externalUrl', 'orders.example.com', null],
  ]));

it.each([
  'javascript:alert(1)',
  'JavaScript:alert(document.cookie)//https://a.example.com',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'Title|javascript:alert(1)',
  'https|javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'ftp://a.example.com',
  '//a.example.com',
  '/relative',
  'https://',
  'https:',
  'a.example.com',
  '',
])('makes no link of %j', text =>
  expect([
    ...linksOf([], [text]),
    ...linksOf([{ title: 'Open', url: text }], []),
  ]).toEqual([]),
);

it('passes no user and no password on', () => {
  const links = linksOf(
    [{ title: '', url: 'https://ana:secret@a.example.com/x' }],
    ['https://token@b.example.com'],
  );
  expect(links.map(({ url, title }) => [url, title])).toEqual([
    ['https://a.example.com/x', 'a.example.com/x'],
    ['https://b.example.com/', 'b.example.com'],
  ]);
});

it('keeps a title to one line without characters that turn its direction', () => {
  const [{ title }] = linksOf(
    [{ title: 'good\u202emoc.live\n', url: 'https://evil.example' }],
    [],
  );
  expect(title).toBe('good moc.live');
});

it('shows no more links than somebody reads', () => {
  const many = Array.from(
    { length: 5_000 },
    (_, index) => `https://a${index}.example`,
  );
  expect(linksOf([], many)).toHaveLength(50);
});
