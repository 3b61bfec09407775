import type { CodedReason } from '../reasons';

/**
 * Everything that can be wrong with how an entity refers to its Applications, by its code.
 *
 * @public
 */
export interface AnnotationProblemParams {
  // The annotation can't be used as it is written
  noText: Record<string, never>;
  spaceAround: Record<string, never>;
  nameAndSelector: { otherAnnotation: string };
  selectorEmpty: Record<string, never>;
  selectorUnreadable: {
    /** The part of the selector that can't be read */
    part: string;
  };
  noInstance: Record<string, never>;
  unknownInstance: { instances: string[]; configured: string[] };

  // What a service sets for its promotions
  settingsUnreadable: Record<string, never>;
  settingsOfUnknownEnvironment: {
    environments: string[];
    configured: string[];
  };
  settingsNotAllowed: {
    environment: string;
    settings: string[];
    allowed: string[];
  };
  settingInvalid: { environment: string; setting: string; detail: string };

  // The entity has no annotation, and is not one that owns Applications by its name
  notAComponent: { kind: string };
  namespaceNotConfigured: { namespace: string };

  // Whose the Applications are
  /** They belong to another Component */
  ownedByOther: { applications: string[]; owners: string[]; label: string };
  /** Other entities claim them, too */
  sharedClaim: OtherEntities & { label: string };
  /** Several Components have the name that the Applications' label gives */
  ambiguousName: OtherEntities;
}

/** @public */
export interface OtherEntities {
  /** References of those that the reader may see */
  entities: string[];
  /** Whether there are any that the reader may not see */
  areSomeHidden: boolean;
}

/**
 * What is wrong, as data: it can be filtered, counted and said in any language.
 *
 * @public
 */
export type AnnotationProblemCause = CodedReason<AnnotationProblemParams>;

/**
 * Something wrong with how an entity refers to its Applications.
 *
 * @public
 */
export type AnnotationProblem = AnnotationProblemCause & {
  annotation: string;
  message: string;
};
