import type { WithPullRequests } from '../../promotions/store/listed';
import { csvHeader, csvLine } from './promotionCsv';

const one = (reason: string): WithPullRequests => ({
  promotion: {
    id: 'p1',
    kind: 'promotion',
    service: 'component:default/ledger',
    from: 'staging',
    to: 'production',
    version: '1.7.10',
    previous: '1.6.10',
    versions: [],
    targets: [],
    gates: [
      {
        gate: 'soak-time',
        result: 'block',
        code: 'noObjection',
        params: {},
        sentence: '',
        canOverride: true,
      },
    ],
    state: 'succeeded',
    cause: { code: 'opening', params: { version: '1', environment: 'x' } },
    requestedBy: 'user:default/ana',
    requestedByName: 'Ana',
    reason,
    overridden: true,
    waves: [],
    passed: [],
    announced: 0,
    requestedAt: '2026-11-23T10:00:00.000Z',
    mergedAt: '2026-11-23T11:00:00.000Z',
    attempts: 0,
  },
  pullRequests: [
    {
      repository: 'platform/gitops',
      number: 7,
      url: 'https://git.example.com/platform/gitops/pulls/7',
      state: 'merged',
      reviewers: [],
      endedBy: 'ben',
      observed: undefined,
    },
  ],
});

const fieldsOf = (reason: string) => {
  const line = csvLine(one(reason));
  const columns = csvHeader.trimEnd().split(',');
  return { line, at: columns.indexOf('reason') };
};

it('has who asked, why, what was overridden, who merged, and when', () => {
  expect(csvLine(one('Fixes refunds'))).toBe(
    'p1,,promotion,component:default/ledger,staging,production,1.6.10,1.7.10,succeeded,user:default/ana,Ana,Fixes refunds,soak-time,,https://git.example.com/platform/gitops/pulls/7,,ben,2026-11-23T10:00:00.000Z,,2026-11-23T11:00:00.000Z,,\r\n',
  );
});

it('names the portal by its reference where it requested and merged by itself', () => {
  const { promotion, pullRequests } = one('Requested automatically.');
  const line = csvLine({
    promotion: { ...promotion, requestedBy: 'auto:gitops' },
    pullRequests: pullRequests.map(each => ({
      ...each,
      endedBy: 'auto:gitops',
    })),
  });
  expect(line.split(',').filter(field => field === 'auto:gitops')).toHaveLength(
    2,
  );
});

it.each([
  ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
  ['+1', "'+1"],
  ['-1+2', "'-1+2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['\t=1', "'\t=1"],
  ['one\ntwo, "three"', '"one\ntwo, ""three"""'],
])('writes the reason %j so that no spreadsheet runs it', (reason, written) => {
  expect(fieldsOf(reason).line).toContain(`,Ana,${written},soak-time,`);
});
