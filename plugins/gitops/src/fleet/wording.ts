import { FleetCell } from 'backstage-plugin-gitops-common';
import { displayName, displayVersion } from '../text/displayText';
import { english } from '../translations/english';
import { Translate } from '../translations/useGitopsTranslation';
import { isCurrent } from './FleetRow';

/** What a cell shows, in the order in which it shows it. */
export interface CellWording {
  version: string;
  /** Where `version` is only a sign, what it means */
  meaning?: string;
  /** What is being deployed */
  next?: string;
  /** The state in a word */
  word: string;
  /** Whether the icon says it: only a reader who doesn't see it needs the word */
  isWordHidden: boolean;
  /** All of it, in full */
  title: string;
}

export function cellWording(cell: FleetCell, t: Translate): CellWording {
  const { running, wanted = [], nothingRuns, state, cause } = cell;
  const isNow = isCurrent(cell);
  const word = isNow ? t(`state.${state}`) : t(`lastState.${state}`);
  const isMoving = isNow && state === 'deploying' && running.length > 0;
  const next = isMoving && wanted.length > 0 ? versionsText(wanted) : undefined;
  const none = nothingRuns
    ? t('version.nothingRuns')
    : t('version.notReported');
  const title = [
    running.length > 0 ? running.map(displayName).join(', ') : none,
    ...wanted.map(one => t('version.wanted', { version: displayName(one) })),
    word,
    cause && causeLabel(cause, t),
  ];
  const known = running.length > 0 ? versionsText(running) : undefined;
  return {
    version: known ?? (nothingRuns ? t('fleet.none') : '–'),
    meaning: known || nothingRuns ? undefined : t('version.notReported'),
    next,
    word,
    isWordHidden: !isNow || state === 'healthy' || next !== undefined,
    title: title.filter(Boolean).join(' · '),
  };
}

function versionsText([first, ...others]: readonly string[]): string {
  const shown = displayVersion(first);
  return others.length > 0 ? `${shown} +${others.length}` : shown;
}

/** A cause in a few words. One that decides no state has no text here, and shows its code. */
export function causeLabel(code: string, t: Translate): string {
  return isKnownCause(code) ? t(`fleet.cause.${code}`) : displayName(code);
}

function isKnownCause(code: string): code is keyof typeof english.fleet.cause {
  return Object.hasOwn(english.fleet.cause, code);
}
