import { AutomaticRequest, automaticRequestSentence } from './automaticRequest';

const params = {
  version: '1.9.2',
  source: 'Staging',
  environment: 'Production',
  healthySince: '2026-11-23T05:00:00.000Z',
};

const cases: [AutomaticRequest, string, string][] = [
  [
    { code: 'gatesPass', params },
    'Requested automatically: the gates of Production pass for 1.9.2, which has been healthy in Staging since 23 Nov 2026, 05:00 UTC.',
    'Automatisch angefordert: Die Gates von Production lassen 1.9.2 zu; in Staging ist diese Version seit 23.11.2026, 05:00 UTC gesund.',
  ],
  [
    { code: 'gatesPass', params: { ...params, healthySince: null } },
    'Requested automatically: the gates of Production pass for 1.9.2, which is healthy in Staging.',
    'Automatisch angefordert: Die Gates von Production lassen 1.9.2 zu; in Staging ist diese Version gesund.',
  ],
];

describe('Why the portal requested a promotion by itself', () => {
  it.each(cases)('is said in English and German: %j', (reason, en, de) => {
    expect(automaticRequestSentence(reason)).toBe(en);
    expect(automaticRequestSentence(reason, 'de')).toBe(de);
  });
});
