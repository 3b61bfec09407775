import { gitopsAnnotations } from '../annotations';
import type { Sentences } from '../reasons';
import { list } from '../causes/englishPhrases';
import type {
  AnnotationProblemParams,
  OtherEntities,
} from './AnnotationProblem';

const selectorHelp = 'Write it like app=orders,tier in (web,api).';

const useAnnotation = `To show Applications here, name them with ${gitopsAnnotations.appName} or ${gitopsAnnotations.appSelector}.`;

const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** The entities, and the verb that fits their number. */
function others(
  { entities, areSomeHidden }: OtherEntities,
  verb: { one: string; several: string },
): string {
  const hidden =
    entities.length > 0
      ? 'at least one entity that you may not see'
      : 'At least one entity that you may not see';
  const names = areSomeHidden ? [...entities, hidden] : entities;
  return `${list(names)} ${names.length === 1 ? verb.one : verb.several}`;
}

export const english: Sentences<AnnotationProblemParams> = {
  noText: () => 'It has no text.',
  spaceAround: () => 'It starts or ends with a space.',
  nameAndSelector: ({ otherAnnotation }) =>
    `It and ${otherAnnotation} both say which Applications belong to this service. Keep one of them.`,
  selectorEmpty: () =>
    `It can't be read: the selector is empty. ${selectorHelp}`,
  selectorUnreadable: ({ part }) =>
    `It can't be read: "${part}" is not a valid requirement on labels. ${selectorHelp}`,
  noInstance: () => 'It does not name an instance.',
  unknownInstance: ({ instances, configured }) =>
    `No Argo CD instance is named ${either.format(
      instances.map(one => `"${one}"`),
    )}. Configured: ${configured.join(', ') || 'none'}.`,

  settingsUnreadable: () =>
    "It can't be read. Write YAML with an object for each environment, such as: production: { soakTime: 2d }.",
  settingsOfUnknownEnvironment: ({ environments, configured }) =>
    `No environment is named ${either.format(
      environments.map(one => `"${one}"`),
    )}. Configured: ${configured.join(', ') || 'none'}.`,
  settingsNotAllowed: ({ environment, settings, allowed }) =>
    `Services may not set ${list(
      settings,
    )} for ${environment}, so this is ignored. Allowed there: ${
      allowed.join(', ') || 'nothing'
    } (promotion.servicesMaySet in the configuration).`,
  settingInvalid: ({ environment, setting, detail }) =>
    `${setting} of ${environment} is ignored: it ${detail}.`,

  notAComponent: ({ kind }) =>
    `Only Components own Applications by their name, and this is of kind ${kind}. ${useAnnotation}`,
  namespaceNotConfigured: ({ namespace }) =>
    `Components of the namespace ${namespace} own no Applications by their name: it is not in gitops.catalogNamespaces. ${useAnnotation}`,

  ownedByOther: ({ applications, owners, label }) => {
    const [belong, them] =
      applications.length === 1 ? ['belongs', 'it'] : ['belong', 'them'];
    return `${list(applications)} ${belong} to ${either.format(
      owners,
    )}, which the label ${label} names. Nobody can act on ${them} from this page. Remove ${them} from the annotation, or correct the label.`;
  },
  sharedClaim: ({ label, ...entities }) =>
    `${others(entities, {
      one: 'claims',
      several: 'claim',
    })} Applications of this service too. Only people who have the right on all of these entities see them and can act on them. Remove one of the annotations, or let the label ${label} name the Component that owns them.`,
  ambiguousName: entities =>
    `${others(entities, {
      one: 'has',
      several: 'have',
    })} the same name, so it is not known to which of them the Applications belong, and nobody can act on them. Rename one of the Components, or remove its namespace from gitops.catalogNamespaces.`,
};
