import { MissingPartReason, missingPartSentence } from './missingPart';

describe('The sentence of why a part of a page is missing', () => {
  it.each<[MissingPartReason, string, string]>([
    [
      { code: 'database', params: {} },
      'The database of the portal does not answer.',
      'Die Datenbank des Portals antwortet nicht.',
    ],
    [
      { code: 'noAnswer', params: { seconds: 5 } },
      'There was no answer within 5 s.',
      'Innerhalb von 5 s kam keine Antwort.',
    ],
    [
      { code: 'refused', params: { detail: 'The catalog answers 503' } },
      'The catalog answers 503',
      'The catalog answers 503',
    ],
  ])('says %j in English and German', (reason, inEnglish, inGerman) => {
    expect(missingPartSentence(reason)).toBe(inEnglish);
    expect(missingPartSentence(reason, 'de')).toBe(inGerman);
  });

  it('is in the words of the backend where the code is newer than the page', () => {
    const reason = { code: 'fromTheFuture', params: {}, sentence: 'Moved' };
    expect(missingPartSentence(reason as never, 'de')).toBe('Moved');
  });
});
