import {
  Application,
  differsInRevisionOnly,
  isSameApplication,
  isWell,
} from '../argocd/Application';
import type { Diagnosis } from './Diagnosis';

/**
 * All that is known of one Application. Never changed in place: new knowledge makes a new entry.
 */
export interface Entry {
  /** As the list or the stream last showed it */
  readonly application: Application;
  /** The service that its label names; absent without one */
  readonly service?: string;
  /**
   * Lists have not had it since then, in milliseconds since the epoch; absent while they have it
   */
  readonly missingSince?: number;
  /**
   * Read for exactly this application object, or for one that differed in its revision only and
   * was well, too
   */
  readonly diagnosis?: Diagnosis;
  /** The previous diagnosis, while the one of the present moment is still to come */
  readonly earlier?: Diagnosis;
  /**
   * When its present sync, health and operation were first seen, in milliseconds since the epoch;
   * absent where they were there when the Application was first seen
   */
  readonly changedAt?: number;
}

/** The entry after an Application was observed; the same one where that says nothing new. */
export function observe(
  previous: Entry | undefined,
  application: Application,
  { now, service }: { now: number; service: string | undefined },
): Entry {
  if (!previous) return { application, service };
  if (isSameApplication(previous.application, application)) {
    if (previous.missingSince === undefined) return previous;
    return { ...previous, missingSince: undefined };
  }
  const diagnosis = diagnosisAfter(previous, application);
  return {
    application,
    service,
    diagnosis,
    earlier: diagnosis ? undefined : previous.diagnosis ?? previous.earlier,
    changedAt: isSameStatus(previous.application, application)
      ? previous.changedAt
      : now,
  };
}

/** Conditions that another commit may end. */
const ofCommit = ['ExcludedResourceWarning', 'RepeatedResourceWarning'];

/**
 * A commit to a shared repository that changes nothing for a well Application costs no requests.
 */
function diagnosisAfter(
  { application: before, diagnosis }: Entry,
  application: Application,
): Diagnosis | undefined {
  const { revision } = application;
  if (!diagnosis || !revision || !isWell(application)) return undefined;
  if (!differsInRevisionOnly(before, application)) return undefined;
  if (
    diagnosis.areImagesIgnored ||
    diagnosis.conditions.some(({ type }) => ofCommit.includes(type))
  )
    return undefined;
  return { ...diagnosis, revisions: [revision] };
}

function isSameStatus(a: Application, b: Application): boolean {
  return (
    a.sync === b.sync &&
    a.health === b.health &&
    a.operationPhase === b.operationPhase
  );
}
