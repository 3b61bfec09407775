import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

const request = {
  service: 'component:default/ledger',
  from: 'staging',
  to: 'preprod',
};
const overlay = 'apps/ledger/envs/preprod/kustomization.yaml';

let lab: Promotable;
let replica: Replica;

beforeEach(async () => {
  lab = await startPromotions();
  replica = await lab.replica();
});
afterEach(() => lab.close());

it('a reason with Markdown, mentions, HTML and lines of its own stays text', async () => {
  const reason = [
    '@everyone @ana see #1 and !2',
    '```',
    '# Approved <img src=x onerror=alert(1)> [click](javascript:alert(1))',
    'Promoted-By: user:default/somebody-else',
    '',
    'Signed-off-by: Root <root@example.com>',
  ].join('\n');
  const promotion = await replica.untilOpen(
    await replica.promote('ledger', 'staging', 'preprod', { reason }),
  );
  expect(promotion.reason).toBe(reason);
  const [pull] = await lab.pulls();
  expect(pull.title).toBe('Promote ledger 1.7.10 to preprod');
  // Inside of a fence that the reason can't close
  const [, fence] = /\n(`{4,})[^\n]*\n@everyone/.exec(pull.body)!;
  const [, inside] = pull.body.split(fence);
  expect(inside).toContain('onerror');
  expect(pull.body.replace(inside, '')).not.toMatch(/@|<img|javascript:/);

  const [branch] = await lab.branches();
  const { commit } = await lab.forge(
    'GET',
    `branches/${encodeURIComponent(branch)}`,
  );
  const trailers = commit.message.trimEnd().split('\n\n').at(-1);
  expect(trailers).toContain('user:default/ana');
  expect(trailers).not.toContain('somebody-else');
  expect(trailers).not.toContain('Signed-off-by: Root');
});

it.each([
  ['is empty', ''],
  ['is blank', '  \n '],
  ['is 100 KB long', 'a'.repeat(100_000)],
  ['holds a NUL', 'It is\u0000time'],
])('a reason that %s is refused', async (_, reason) => {
  await replica.post('promotions', { ...request, reason }).expect(400);
  expect(await lab.pulls()).toEqual([]);
});

it('a body that is no JSON, or of megabytes, is refused', async () => {
  await replica.post('promotions', '{"service":' as never).expect(400);
  const { status } = await replica.post('promotions', {
    ...request,
    reason: 'a'.repeat(2_000_000),
  });
  expect([400, 413]).toContain(status);
});

it.each([
  ['of 5 MB', Buffer.alloc(5_000_000, 'a'), /more than 1048576 bytes/],
  [
    'that is binary',
    Buffer.from([0xff, 0xfe, 0x00, 0x81, 0xc3]),
    /is not UTF-8 text/,
  ],
  [
    'that is broken YAML',
    Buffer.from('images: [\n  - name: "a\n'),
    /can't be read|kustomization/,
  ],
])('a file %s is refused with its name', async (_, bytes, sentence) => {
  const { sha } = await lab.read(overlay);
  await lab.forge('PUT', `contents/${overlay}`, {
    branch: 'main',
    sha,
    message: 'Break it',
    content: bytes.toString('base64'),
  });
  const { status, body } = await replica.post('promotions/plan', request);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body.error.message).toMatch(sentence);
  expect(body.error.message).toContain(overlay);
});

it.each(['../../etc', '/etc/passwd', 'component:default/ledger#production'])(
  'a service named %s is refused',
  async service => {
    const { status } = await replica.post('promotions/plan', {
      ...request,
      service,
    });
    expect([400, 404]).toContain(status);
  },
);
