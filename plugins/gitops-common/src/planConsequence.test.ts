import { consequenceSentence, PlanConsequenceReason } from './planConsequence';

const opens = (
  repositories: string[],
  deploysOnMerge: boolean,
): PlanConsequenceReason => ({
  code: 'opensPullRequest',
  params: { repositories, deploysOnMerge },
});

describe('The sentence of what a plan does', () => {
  it.each<[PlanConsequenceReason, string, string]>([
    [
      { code: 'nothingChanges', params: {} },
      'Nothing would change in Git.',
      'In Git würde sich nichts ändern.',
    ],
    [
      opens(['platform/eu', 'platform/us'], true),
      'Opens a pull request in platform/eu and platform/us. Someone else reviews it; merging deploys.',
      'Öffnet einen Pull Request in platform/eu und platform/us. Jemand anderes prüft ihn; mit dem Merge wird deployt.',
    ],
    [
      opens(['platform/eu'], false),
      'Opens a pull request in platform/eu. Someone else reviews it; merging alone does not deploy.',
      'Öffnet einen Pull Request in platform/eu. Jemand anderes prüft ihn; der Merge allein führt nicht zum Deployment.',
    ],
  ])('says %j in English and German', (reason, inEnglish, inGerman) => {
    expect(consequenceSentence(reason)).toBe(inEnglish);
    expect(consequenceSentence(reason, 'de-AT')).toBe(inGerman);
    expect(consequenceSentence(reason, 'fr')).toBe(inEnglish);
  });

  it('is the code where it is not known', () => {
    expect(
      consequenceSentence({ code: 'fromTheFuture', params: {} } as never),
    ).toBe('fromTheFuture');
  });
});
