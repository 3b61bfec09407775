import {
  ArgoCdAction,
  AutomaticCommit,
  EnvironmentDeployment,
  Freeze,
  Promotion,
  PromotionRun,
  Service,
  Transition,
} from 'backstage-plugin-gitops-common';
import { freezesOf } from '../freezes/wording';

/** One thing that is said, or offered, of the way into an environment. */
export type Line = {
  /** Identifies the line, independent of its position */
  key: string;
  /** The environment that it comes from, where that is not the one above */
  source?: string;
} & Said;

type Said =
  | { kind: 'underWay' | 'ended'; promotion: Promotion }
  | {
      kind:
        | 'automatic'
        | 'promote'
        | 'promoteOther'
        | 'waiting'
        | 'runWorkflow'
        | 'unseen';
      transition: Transition;
    }
  | { kind: 'commit'; commit: AutomaticCommit }
  | { kind: 'run'; run: PromotionRun; to: string }
  | { kind: 'freeze'; freeze: Freeze };

/** One environment of the card. */
export interface Row {
  deployment: EnvironmentDeployment;
  /** What stops versions here, and what brought them if no other environment did */
  arrival: Line[];
  /** What is offered or under way to the next environment */
  action: Line[];
  /** What else is said of the way to the next environment */
  notes: Line[];
  /** What the reader may ask of Argo CD here */
  actions: ArgoCdAction[];
}

/** The environments in the order of promotion, each with what belongs to it. */
export function rowsOf(
  { deployments: { environments }, transitions, freezes, actions }: Service,
  now: number,
): Row[] {
  return environments.map((deployment, index) => {
    const { environment } = deployment;
    const into = transitions.filter(({ to }) => to === environment);
    const arriving = into.filter(({ from }) => from === null);
    const leaving = transitions
      .filter(
        ({ from, to }) =>
          from !== null && positionOf(to, environments) === index + 1,
      )
      .flatMap(transition =>
        linesOf(transition, hasOther(transition, environments)).map(line => ({
          ...line,
          ...(transition.from !== environment && { source: transition.from! }),
        })),
      );
    // No gate is asked where Image Updater moves versions
    const isGuarded = into.some(({ mode }) => mode !== 'imageUpdater');
    const frozen = isGuarded ? freezesOf(environment, freezes, now) : [];
    return {
      deployment,
      arrival: [
        ...frozen.map(freeze => ({
          key: freeze.id,
          kind: 'freeze' as const,
          freeze,
        })),
        ...arriving
          .flatMap(one => linesOf(one))
          .filter(line => !isAction(line)),
      ],
      action: leaving.filter(isAction),
      notes: leaving.filter(line => !isAction(line)),
      actions: actionsIn(environment, actions),
    };
  });
}

/** What the reader may ask of Argo CD in an environment. */
export function actionsIn(
  environment: string,
  actions: Service['actions'],
): ArgoCdAction[] {
  return Object.hasOwn(actions, environment) ? actions[environment] : [];
}

/** After which row the details of a promotion open: that of its line, or the last one. */
export function placeOf(promotion: string, rows: readonly Row[]): number {
  const place = rows.findIndex(({ arrival, action, notes }) =>
    [...arrival, ...action, ...notes].some(
      line => 'promotion' in line && line.promotion.id === promotion,
    ),
  );
  return place < 0 ? rows.length - 1 : place;
}

/**
 * What is to be said of a transition, the most important first.
 *
 * @param isOtherThere - whether an environment before runs a version that its target does not have
 */
export function linesOf(
  transition: Transition,
  isOtherThere: boolean = false,
): Line[] {
  const { state, promotion, last, commit, run, from, to } = transition;
  const lines: (Said | false | null)[] = [
    promotion && { kind: 'underWay', promotion },
    state === 'underWay' && !promotion && { kind: 'unseen', transition },
    isOffered(transition) && { kind: 'promote', transition },
    last && { kind: 'ended', promotion: last },
    isWaiting(transition) && { kind: 'waiting', transition },
    transition.automatic && { kind: 'automatic', transition },
    isOtherThere && { kind: 'promoteOther', transition },
    commit && { kind: 'commit', commit },
    run && { kind: 'run', run, to },
    transition.mode === 'workflow' &&
      (transition.isPermitted || transition.started !== null) && {
        kind: 'runWorkflow',
        transition,
      },
  ];
  return lines
    .filter((line): line is Said => Boolean(line))
    .map(line => ({ key: `${line.kind} ${from} ${to}`, ...line }));
}

function isAction({ kind }: Said): boolean {
  return kind === 'underWay' || kind === 'promote';
}

/** Those who may override are offered it past a gate too. */
function isOffered(transition: Transition): boolean {
  const { state, isPermitted, from, mode, version, reason } = transition;
  const isPossible =
    state === 'available' ||
    (state === 'waiting' && transition.mayOverride && reason?.canOverride);
  return (
    isPossible === true &&
    isPermitted &&
    from !== null &&
    version !== null &&
    mode !== 'imageUpdater' &&
    mode !== 'workflow'
  );
}

/**
 * Whether a version can be brought that the environment before does not run, such as a hotfix. It
 * is offered where nothing else is.
 */
function hasOther(
  { state, isPermitted, mode, from, to }: Transition,
  environments: EnvironmentDeployment[],
): boolean {
  const index = environments.findIndex(one => one.environment === to);
  if (index < 0 || state !== 'nothing' || !isPermitted || from === null)
    return false;
  const { wanted, running } = environments[index];
  return (
    (mode === null || mode === 'pullRequest') &&
    environments
      .slice(0, index)
      .some(one => one.running !== null && one.running !== (wanted ?? running))
  );
}

/** A version that is promoted automatically is announced until the first commit did so. */
function isWaiting({ state, mode, commit, reason }: Transition): boolean {
  // The line of the freeze says it
  const isFrozen =
    reason?.code === 'frozenByPerson' || reason?.code === 'frozenByPersonSoon';
  return (
    (state === 'waiting' && !isFrozen) ||
    (state === 'available' && mode === 'imageUpdater' && commit === null)
  );
}

/** Where an environment stands; after all others where the service doesn't run in it yet. */
function positionOf(
  name: string,
  environments: EnvironmentDeployment[],
): number {
  const position = environments.findIndex(
    ({ environment }) => environment === name,
  );
  return position < 0 ? environments.length : position;
}
