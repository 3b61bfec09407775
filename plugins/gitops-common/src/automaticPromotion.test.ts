import {
  automaticPromotionSentence,
  AutomaticPromotionReason,
} from './automaticPromotion';

const named = { version: '1.9.2', environment: 'Production' };

const cases: [AutomaticPromotionReason, string, string][] = [
  [
    { code: 'followsSource', params: { source: 'Staging' } },
    'Promotes itself from Staging.',
    'Wird automatisch aus Staging promotet.',
  ],
  [
    { code: 'stoppedAfterFailure', params: named },
    'Automatic promotion stopped: 1.9.2 failed in Production.',
    'Automatische Promotion angehalten: 1.9.2 ist in Production fehlgeschlagen.',
  ],
  [
    {
      code: 'waitsForGate',
      params: {
        version: '1.9.2',
        reason: { code: 'placeUnknown' as never, params: {} as never },
      },
    },
    '1.9.2 is not promoted automatically yet. placeUnknown',
    '1.9.2 wird noch nicht automatisch promotet. placeUnknown',
  ],
  [
    {
      code: 'waitsForGate',
      params: {
        version: '1.9.2',
        reason: {
          code: 'olderThanRunning',
          params: { ...named, running: '1.9.3' },
        },
      },
    },
    '1.9.2 is not promoted automatically yet. 1.9.2 is older than 1.9.3, which runs in Production.',
    '1.9.2 wird noch nicht automatisch promotet. 1.9.2 ist älter als 1.9.3, das in Production läuft.',
  ],
];

describe('What the portal promotes by itself', () => {
  it.each(cases)('is said in English and German: %j', (reason, en, de) => {
    expect(automaticPromotionSentence(reason)).toBe(en);
    expect(automaticPromotionSentence(reason, 'de-CH')).toBe(de);
  });

  it('is said in English where the backend is newer', () => {
    const reason = {
      code: 'isNew' as never,
      params: {} as never,
      sentence: 'It is new.',
    };
    expect(automaticPromotionSentence(reason, 'de')).toBe('It is new.');
  });
});
