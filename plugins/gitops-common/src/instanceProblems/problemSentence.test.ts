import { english } from './english';
import { german } from './german';
import type {
  ArgoCdAnswer,
  InstanceProblem,
  InstanceProblemParams,
} from './InstanceProblem';
import { instanceProblemKinds } from './kinds';
import { problemAdvice, problemSentence } from './problemSentence';

const none = {};
const answer = '403: permission denied';

/** One of each: a new code does not compile without its sample. */
const samples: InstanceProblemParams = {
  notRead: none,
  listsNothing: none,
  listsFewer: { listed: 3, held: 10 },
  tokenFileUnreadable: { file: '/run/token' },
  tokenFileEmpty: { file: '/run/token' },
  headerInvalid: none,
  redirected: { to: 'https://sso.example.com/login', status: 302 },
  tokenRejected: { answer },
  passwordRejected: none,
  rightMissing: { answer, right: 'applications, sync, team-a/*' },
  accessDenied: { answer },
  deniedByCluster: {
    answer,
    user: 'system:serviceaccount:team-b:deployer',
    verb: 'get',
    resource: 'externalsecrets',
  },
  notFound: { answer },
  blockedByWindow: { answer },
  operationRunning: { answer },
  requestRefused: { answer },
  tooManyRequests: none,
  serverError: { answer },
  streamEnded: { answer },
  unreachable: { obstacle: 'nothingListens', errorCode: 'ECONNREFUSED' },
  proxyRefuses: { status: 407 },
  connectTimeout: none,
  answerTimeout: { seconds: 30 },
  streamBroke: none,
  streamSilent: { seconds: 45 },
  sessionWithoutToken: none,
  html: { path: 'applications' },
  notJson: { path: 'applications' },
  notHttp: { errorCode: 'HPE_INVALID_CONSTANT' },
  notDecompressible: { errorCode: 'Z_BUF_ERROR' },
  tooLarge: { megabytes: 256 },
  unexpectedAnswer: { path: 'applications', places: ['metadata', ''] },
  manifestNotJson: none,
  notAStream: { contentType: 'text/html' },
  streamUnreadable: { contains: 'notAChange' },
  maskUnknown: none,
  unforeseen: none,
};

/** Those whose sentence depends on which parameters there are. */
const variants: InstanceProblem[] = [
  { code: 'redirected', params: { status: 302 } },
  { code: 'streamEnded', params: {} },
  { code: 'unreachable', params: {} },
  { code: 'unreachable', params: { errorCode: 'EOTHER' } },
  { code: 'notAStream', params: {} },
  ...(['notAnEvent', 'notJson'] as const).map(
    contains => ({ code: 'streamUnreadable', params: { contains } } as const),
  ),
  ...(
    [
      'hostUnknown',
      'hostNotLookedUp',
      'connectionBroke',
      'noRoute',
      'notTls',
      'certificateUntrusted',
      'certificateExpired',
      'certificateOfOtherHost',
      'proxyCertificateOfOtherHost',
    ] as const
  ).map(
    obstacle =>
      ({ code: 'unreachable', params: { obstacle, errorCode: 'E' } } as const),
  ),
];

const problems = [
  ...Object.entries(samples).map(
    ([code, params]) => ({ code, params } as InstanceProblem),
  ),
  ...variants,
];

describe('The sentence of a problem', () => {
  it.each(problems.map(problem => [problem.code, problem.params, problem]))(
    'of %s with %j is whole in English and, in other words, in German, with what Argo CD said',
    (_, __, problem) => {
      const [inEnglish, inGerman] = ['en', 'de'].map(language =>
        problemSentence(problem as InstanceProblem, language),
      );
      const { answer: quote = '' } = (problem as InstanceProblem)
        .params as Partial<ArgoCdAnswer>;
      for (const sentence of [inEnglish, inGerman]) {
        expect(sentence).toMatch(/^[A-Z].*[^.]$/);
        expect(sentence).not.toMatch(/undefined|null|\[object| {2}|\.\./);
        expect(sentence).toContain(quote);
      }
      expect(inGerman).not.toBe(inEnglish);
    },
  );

  it('exists for the same codes in every language, each of one kind', () => {
    const codes = (of: object) => Object.keys(of).sort();
    expect(codes(english.sentences)).toEqual(codes(samples));
    expect(codes(german.sentences)).toEqual(codes(samples));
    expect(codes(instanceProblemKinds)).toEqual(codes(samples));
  });

  it.each<[InstanceProblem, string, string]>([
    [
      { code: 'tokenRejected', params: { answer: '401: token is expired' } },
      'Argo CD does not accept the token (401: token is expired)',
      'Argo CD akzeptiert das Token nicht (401: token is expired)',
    ],
    [
      { code: 'unreachable', params: samples.unreachable },
      "Argo CD can't be reached: nothing is listening at its address (ECONNREFUSED)",
      'Argo CD ist nicht erreichbar: unter der Adresse nimmt kein Dienst Verbindungen an (ECONNREFUSED)',
    ],
    [
      { code: 'unreachable', params: {} },
      "Argo CD can't be reached",
      'Argo CD ist nicht erreichbar',
    ],
    [
      { code: 'answerTimeout', params: { seconds: 30 } },
      'Argo CD did not answer within 30 s',
      'Argo CD hat nicht innerhalb von 30 s geantwortet',
    ],
    [
      { code: 'listsFewer', params: { listed: 3, held: 10 } },
      'It lists 3 of 10 Applications. The missing ones are shown as last seen until another list confirms that they are gone',
      'Die Instanz führt nur 3 von 10 Applications auf. Bis weitere Listen das bestätigen, gilt für die fehlenden der letzte bekannte Stand',
    ],
  ])('says %j', (problem, inEnglish, inGerman) => {
    expect(problemSentence(problem)).toBe(inEnglish);
    expect(problemSentence(problem, 'de-CH')).toBe(inGerman);
  });

  it('is English in a language that is not spoken here, and the code where it is not known', () => {
    expect(problemSentence({ code: 'streamBroke', params: {} }, 'fr')).toBe(
      'The stream of changes broke',
    );
    const unknown = { code: 'fromTheFuture', params: {} } as never;
    expect(problemSentence(unknown)).toBe('fromTheFuture');
    expect(problemAdvice(unknown)).toBeNull();
  });
});

describe('The advice on a problem', () => {
  const withoutAdvice = ['notRead', 'maskUnknown'];
  it.each(Object.keys(samples).filter(code => !withoutAdvice.includes(code)))(
    'of %s is whole in English and, in other words, in German',
    code => {
      const [inEnglish, inGerman] = ['en', 'de'].map(language =>
        problemAdvice(problems.find(one => one.code === code)!, language),
      );
      expect(inEnglish).toMatch(/^[A-Z].*\.$/);
      expect(inGerman).toMatch(/^\S.*\.$/);
      expect(inGerman).not.toBe(inEnglish);
    },
  );

  it('names the missing right where it is known, and the right to read where it is not', () => {
    expect(
      problemAdvice({ code: 'rightMissing', params: samples.rightMissing }),
    ).toBe(
      'Grant the account the policy "p, <account>, applications, sync, team-a/*, allow" in argocd-rbac-cm.',
    );
    expect(
      problemAdvice({ code: 'accessDenied', params: { answer } }, 'de'),
    ).toBe(
      'Für den Account in argocd-rbac-cm die Policy „p, <account>, applications, get, */*, allow“ eintragen.',
    );
  });

  it('does not exist where the portal goes on by itself', () => {
    expect(problemAdvice({ code: 'notRead', params: {} })).toBeNull();
    expect(problemAdvice({ code: 'maskUnknown', params: {} })).toBeNull();
  });
});
