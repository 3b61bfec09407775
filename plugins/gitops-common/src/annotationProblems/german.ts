import { gitopsAnnotations } from '../annotations';
import type { Sentences } from '../reasons';
import { list } from '../causes/germanPhrases';
import type {
  AnnotationProblemParams,
  OtherEntities,
} from './AnnotationProblem';

const selectorHelp = 'Ein gültiges Beispiel: app=orders,tier in (web,api).';

const useAnnotation = `Welche Applications hier erscheinen sollen, lässt sich mit ${gitopsAnnotations.appName} oder ${gitopsAnnotations.appSelector} angeben.`;

const either = new Intl.ListFormat('de', { type: 'disjunction' });

/** The entities, and the verb that fits their number. */
function others(
  { entities, areSomeHidden }: OtherEntities,
  verb: { one: string; several: string },
): string {
  const hidden =
    entities.length > 0
      ? 'mindestens eine für dich nicht sichtbare Entity'
      : 'Mindestens eine für dich nicht sichtbare Entity';
  const names = areSomeHidden ? [...entities, hidden] : entities;
  return `${list(names)} ${names.length === 1 ? verb.one : verb.several}`;
}

export const german: Sentences<AnnotationProblemParams> = {
  noText: () => 'Die Annotation enthält keinen Text.',
  spaceAround: () => 'Die Annotation beginnt oder endet mit einem Leerzeichen.',
  nameAndSelector: ({ otherAnnotation }) =>
    `Diese Annotation und ${otherAnnotation} legen beide fest, welche Applications zu diesem Service gehören. Nur eine von beiden sollte bleiben.`,
  selectorEmpty: () =>
    `Die Annotation ist nicht lesbar: der Selector ist leer. ${selectorHelp}`,
  selectorUnreadable: ({ part }) =>
    `Die Annotation ist nicht lesbar: „${part}“ ist keine gültige Bedingung für Labels. ${selectorHelp}`,
  noInstance: () => 'In der Annotation steht keine Instanz.',
  unknownInstance: ({ instances, configured }) =>
    `Keine Argo-CD-Instanz heißt ${either.format(
      instances.map(one => `„${one}“`),
    )}. ${
      configured.length > 0
        ? `Konfiguriert: ${configured.join(', ')}.`
        : 'Es ist keine konfiguriert.'
    }`,

  settingsUnreadable: () =>
    'Die Annotation ist nicht lesbar. Erwartet wird YAML mit einem Objekt je Umgebung, zum Beispiel: production: { soakTime: 2d }.',
  settingsOfUnknownEnvironment: ({ environments, configured }) =>
    `Keine Umgebung heißt ${either.format(
      environments.map(one => `„${one}“`),
    )}. ${
      configured.length > 0
        ? `Konfiguriert: ${configured.join(', ')}.`
        : 'Es ist keine konfiguriert.'
    }`,
  settingsNotAllowed: ({ environment, settings, allowed }) =>
    `Services dürfen ${list(
      settings,
    )} für ${environment} nicht selbst festlegen, daher wird das ignoriert. Erlaubt: ${
      allowed.join(', ') || 'nichts'
    } (promotion.servicesMaySet in der Konfiguration).`,
  settingInvalid: ({ environment, setting, detail }) =>
    `${setting} für ${environment} ist ungültig und wird ignoriert (${detail}).`,

  notAComponent: ({ kind }) =>
    `Nur Components besitzen Applications über ihren Namen, und diese Entity ist keine (kind: ${kind}). ${useAnnotation}`,
  namespaceNotConfigured: ({ namespace }) =>
    `Components im Namespace ${namespace} besitzen keine Applications über ihren Namen: er steht nicht in gitops.catalogNamespaces. ${useAnnotation}`,

  ownedByOther: ({ applications, owners, label }) =>
    `${list(applications)} ${
      applications.length === 1 ? 'gehört' : 'gehören'
    } laut Label ${label} zu ${either.format(
      owners,
    )}. Von dieser Seite aus kann niemand Aktionen dafür auslösen. Entweder die Annotation anpassen oder das Label korrigieren.`,
  sharedClaim: ({ label, ...entities }) =>
    `${others(entities, {
      one: 'beansprucht',
      several: 'beanspruchen',
    })} ebenfalls Applications dieses Service. Nur wer die Berechtigung für alle diese Entities hat, sieht sie und kann Aktionen für sie auslösen. Entweder eine der Annotationen entfernen oder mit dem Label ${label} die Component nennen, der sie gehören.`,
  ambiguousName: entities =>
    `${others(entities, {
      one: 'hat',
      several: 'haben',
    })} denselben Namen. Daher ist nicht bekannt, zu welcher Component die Applications gehören, und niemand kann Aktionen für sie auslösen. Entweder eine der Components umbenennen oder ihren Namespace aus gitops.catalogNamespaces entfernen.`,
};
