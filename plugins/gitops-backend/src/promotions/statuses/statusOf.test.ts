import { GateAnswer, gateSentence } from 'backstage-plugin-gitops-common';
import { promotion } from '../__testUtils__/samples';
import { answerOf } from '../gates/gates';
import { GateAnswers, descriptionOf, statusOf } from './statusOf';

const frozen = answerOf('freeze', {
  result: 'block',
  code: 'frozen',
  params: { environment: 'Production', title: 'Weekend', timeZone: 'UTC' },
});
const asked = (
  answers: GateAnswers['answers'] = [],
  given: Parameters<typeof promotion>[0] = {},
): GateAnswers => ({ promotion: promotion(given), answers });

describe('The status of a gate', () => {
  it.each<[string, GateAnswer[], string]>([
    ['failure', [frozen], 'frozen'],
    ['success', [{ ...frozen, result: 'warn' }], 'frozen'],
    ['success', [], 'noObjection'],
    [
      'pending',
      [
        answerOf('freeze', {
          result: 'block',
          code: 'gateFailed',
          params: { detail: 'ServiceNow answers 503' },
        }),
      ],
      'gateFailed',
    ],
    [
      'pending',
      [
        answerOf('freeze', {
          result: 'warn',
          code: 'secretsUnreadable',
          params: { environment: 'Production', detail: '403' },
        }),
      ],
      'secretsUnreadable',
    ],
  ])('is %s for what the gate says: %j', (state, answers, code) => {
    expect(statusOf('freeze', [asked(answers)])).toMatchObject({ state, code });
  });

  it('is pending with the reason where the gates can not be asked', () => {
    const status = statusOf('freeze', [asked({ unknown: 'Argo CD is gone' })]);
    expect(status).toMatchObject({ state: 'pending' });
    expect(gateSentence(status)).toBe(
      'This gate could not be evaluated: Argo CD is gone.',
    );
    // What failed within is for the portal alone
    expect(descriptionOf(status)).toBe('This gate could not be evaluated.');
  });

  it('says who overrode the gate, and why', () => {
    const overridden = { overridden: true, gates: [frozen] };
    const status = statusOf('freeze', [asked([frozen], overridden)]);
    expect(status.state).toBe('success');
    expect(descriptionOf(status)).toBe(
      'Ana Lima overrode this gate: Fixes the rounding of refunds.',
    );
    // Overridden is what was seen, and nothing that nobody may override
    expect(
      statusOf('freeze', [asked([frozen], { overridden: true, gates: [] })])
        .state,
    ).toBe('failure');
    expect(
      statusOf('freeze', [
        asked([{ ...frozen, canOverride: false }], overridden),
      ]).state,
    ).toBe('failure');
  });

  it('is the worst of all services in a pull request, and names that one', () => {
    const of = (name: string, answers: GateAnswers['answers']) =>
      asked(answers, { service: `component:default/${name}` });
    const status = statusOf('freeze', [
      of('a', []),
      of('b', { unknown: 'Not done within 15 s' }),
      of('c', [frozen]),
    ]);
    expect(status).toMatchObject({
      state: 'failure',
      service: 'component:default/c',
    });
    expect(descriptionOf(status)).toMatch(/^c: Production is frozen/);
    expect(descriptionOf(statusOf('freeze', [of('a', []), of('b', [])]))).toBe(
      'No objection to any of the 2 services.',
    );
  });
});
