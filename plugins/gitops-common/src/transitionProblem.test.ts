import {
  TransitionProblemReason,
  transitionProblemSentence,
} from './transitionProblem';

const failed = (problem?: string): TransitionProblemReason => ({
  code: 'gitHostFailed',
  params: { detail: 'git.example.com answers 401', problem },
});

describe('The sentence of why it is not known how versions arrive', () => {
  it.each<[TransitionProblemReason, string, string]>([
    [
      { code: 'noWorkflows', params: {} },
      'This Git host has no workflows that could be run.',
      'Dieser Git-Host hat keine Workflows, die sich starten ließen.',
    ],
    [
      failed('unauthorized'),
      'git.example.com answers 401',
      'Der Git-Host akzeptiert die Zugangsdaten nicht (git.example.com answers 401)',
    ],
    [failed(), 'git.example.com answers 401', 'git.example.com answers 401'],
  ])('says %j in English and German', (problem, inEnglish, inGerman) => {
    expect(transitionProblemSentence(problem)).toBe(inEnglish);
    expect(transitionProblemSentence(problem, 'de')).toBe(inGerman);
    expect(transitionProblemSentence(problem, 'fr')).toBe(inEnglish);
  });

  it('is the code where it is not known', () => {
    expect(
      transitionProblemSentence({ code: 'fromTheFuture', params: {} } as never),
    ).toBe('fromTheFuture');
  });
});
