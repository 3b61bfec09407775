import type {
  AnnotationProblemCause,
  AnnotationProblemParams,
} from './AnnotationProblem';
import { annotationSentence } from './annotationSentence';
import { english } from './english';
import { german } from './german';

const none = {};
const [a, b, c] = ['a', 'b', 'c'].map(name => `component:default/${name}`);
const label = 'app.kubernetes.io/name';

/** One of each: a new code does not compile without its sample. */
const samples: AnnotationProblemParams = {
  noText: none,
  spaceAround: none,
  nameAndSelector: { otherAnnotation: 'argocd/app-selector' },
  selectorEmpty: none,
  selectorUnreadable: { part: 'a=b=c' },
  noInstance: none,
  unknownInstance: { instances: ['asia', 'africa'], configured: ['eu', 'us'] },
  settingsUnreadable: none,
  settingsOfUnknownEnvironment: {
    environments: ['prod'],
    configured: ['staging', 'production'],
  },
  settingsNotAllowed: {
    environment: 'production',
    settings: ['merge'],
    allowed: ['soakTime'],
  },
  settingInvalid: {
    environment: 'production',
    setting: 'soakTime',
    detail: 'has to be a duration such as { minutes: 3 } or "3m"',
  },
  notAComponent: { kind: 'API' },
  namespaceNotConfigured: { namespace: 'evil' },
  ownedByOther: { applications: ['orders-dev'], owners: [a], label },
  sharedClaim: { entities: [a], areSomeHidden: false, label },
  ambiguousName: { entities: [a], areSomeHidden: false },
};

const problems = Object.entries(samples).map(
  ([code, params]) => ({ code, params } as AnnotationProblemCause),
);

describe('The sentence of an annotation problem', () => {
  it.each(problems.map(problem => [problem.code, problem] as const))(
    'of %s is whole in English and, in other words, in German',
    (_, problem) => {
      const [inEnglish, inGerman] = ['en', 'de'].map(language =>
        annotationSentence(problem, language),
      );
      for (const sentence of [inEnglish, inGerman]) {
        expect(sentence).toMatch(/^\S.*\.$/);
        expect(sentence).not.toMatch(/undefined|null|\[object| {2}|\.\./);
      }
      expect(inGerman).not.toBe(inEnglish);
    },
  );

  it('exists for the same codes in every language', () => {
    const codes = (of: object) => Object.keys(of).sort();
    expect(codes(english)).toEqual(codes(samples));
    expect(codes(german)).toEqual(codes(samples));
  });

  it.each<[AnnotationProblemCause, string, string]>([
    [
      { code: 'unknownInstance', params: samples.unknownInstance },
      'No Argo CD instance is named "asia" or "africa". Configured: eu, us.',
      'Keine Argo-CD-Instanz heißt „asia“ oder „africa“. Konfiguriert: eu, us.',
    ],
    [
      {
        code: 'unknownInstance',
        params: { instances: ['eu'], configured: [] },
      },
      'No Argo CD instance is named "eu". Configured: none.',
      'Keine Argo-CD-Instanz heißt „eu“. Es ist keine konfiguriert.',
    ],
    [
      { code: 'ownedByOther', params: samples.ownedByOther },
      `orders-dev belongs to ${a}, which the label ${label} names. Nobody can act on it from this page. Remove it from the annotation, or correct the label.`,
      `orders-dev gehört laut Label ${label} zu ${a}. Von dieser Seite aus kann niemand Aktionen dafür auslösen. Entweder die Annotation anpassen oder das Label korrigieren.`,
    ],
    [
      {
        code: 'ambiguousName',
        params: { entities: [b, c], areSomeHidden: false },
      },
      `${b} and ${c} have the same name, so it is not known to which of them the Applications belong, and nobody can act on them. Rename one of the Components, or remove its namespace from gitops.catalogNamespaces.`,
      `${b} und ${c} haben denselben Namen. Daher ist nicht bekannt, zu welcher Component die Applications gehören, und niemand kann Aktionen für sie auslösen. Entweder eine der Components umbenennen oder ihren Namespace aus gitops.catalogNamespaces entfernen.`,
    ],
  ])('says %j', (problem, inEnglish, inGerman) => {
    expect(annotationSentence(problem)).toBe(inEnglish);
    expect(annotationSentence(problem, 'de-CH')).toBe(inGerman);
  });

  it('names two of many Applications and counts the others', () => {
    const problem: AnnotationProblemCause = {
      code: 'ownedByOther',
      params: {
        applications: ['dev', 'preprod', 'production', 'test'],
        owners: [a],
        label,
      },
    };
    expect(annotationSentence(problem)).toContain(
      'dev, preprod and 2 more belong to',
    );
    expect(annotationSentence(problem, 'de')).toContain(
      'dev, preprod und 2 weitere gehören laut Label',
    );
  });

  it('says that an entity is hidden, without its name', () => {
    const sharedWith = (entities: string[]): AnnotationProblemCause => ({
      code: 'sharedClaim',
      params: { entities, areSomeHidden: true, label },
    });
    expect(annotationSentence(sharedWith([]))).toMatch(
      /^At least one entity that you may not see claims Applications/,
    );
    expect(annotationSentence(sharedWith([a]))).toMatch(
      /^component:default\/a and at least one entity that you may not see claim Applications/,
    );
    expect(annotationSentence(sharedWith([]), 'de')).toMatch(
      /^Mindestens eine für dich nicht sichtbare Entity beansprucht ebenfalls/,
    );
    expect(annotationSentence(sharedWith([a]), 'de')).toMatch(
      /^component:default\/a und mindestens eine für dich nicht sichtbare Entity beanspruchen ebenfalls/,
    );
  });

  it('is English in a language that is not spoken here, and the code where it is not known', () => {
    expect(annotationSentence({ code: 'noText', params: {} }, 'fr')).toBe(
      'It has no text.',
    );
    const unknown = { code: 'fromTheFuture', params: {} } as never;
    expect(annotationSentence(unknown)).toBe('fromTheFuture');
  });
});
