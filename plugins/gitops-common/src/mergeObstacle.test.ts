import { MergeObstacleReason, mergeObstacleSentence } from './mergeObstacle';

describe('The sentence of why somebody can not merge', () => {
  it.each<[MergeObstacleReason, string, string]>([
    [
      { code: 'requestedByYou', params: { environment: 'production' } },
      'Somebody else must merge it: you requested it, and production requires four eyes.',
      'Jemand anderes muss mergen: Du hast die Promotion angefordert, und für production gilt das Vier-Augen-Prinzip.',
    ],
    [
      { code: 'conflicts', params: {} },
      'It conflicts with the branch that it goes to: promote it again.',
      'Es gibt Konflikte mit dem Ziel-Branch: Bitte erneut promoten.',
    ],
    [
      { code: 'changed', params: {} },
      'Somebody changed its branch, and the portal merges only what was planned: promote it again.',
      'Jemand hat den Branch geändert, und das Portal mergt nur, was geplant war: Bitte erneut promoten.',
    ],
    [
      { code: 'retargeted', params: { branch: 'main', to: 'next' } },
      'It goes to next now: change that back to main on the Git host, or promote it again.',
      'Der Ziel-Branch ist jetzt next: Bitte auf dem Git-Host wieder main einstellen oder erneut promoten.',
    ],
    [
      { code: 'held', params: { label: 'hold' } },
      'It has the label hold: remove that first.',
      'Das Label hold ist gesetzt: Bitte zuerst entfernen.',
    ],
    [
      {
        code: 'checksFailed',
        params: { failed: 3, total: 4, names: ['lint', 'build', 'test'] },
      },
      '3 of its 4 checks failed (lint, build, and test).',
      '3 von 4 Checks sind fehlgeschlagen (lint, build und test).',
    ],
    [
      {
        code: 'checksFailed',
        params: { failed: 1, total: 1, names: ['lint'] },
      },
      'Its check (lint) failed.',
      'Der Check (lint) ist fehlgeschlagen.',
    ],
    [
      { code: 'checksFailed', params: { failed: 1, total: 1, names: [] } },
      'Its check failed.',
      'Der Check ist fehlgeschlagen.',
    ],
  ])('says %j in English and German', (obstacle, inEnglish, inGerman) => {
    expect(mergeObstacleSentence(obstacle)).toBe(inEnglish);
    expect(mergeObstacleSentence(obstacle, 'de-CH')).toBe(inGerman);
  });

  it('is the code where it is not known', () => {
    const unknown = { code: 'fromTheFuture', params: {} } as never;
    expect(mergeObstacleSentence(unknown)).toBe('fromTheFuture');
  });
});
