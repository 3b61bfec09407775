import {
  Promotion,
  ServiceDeployments,
  Transition,
} from 'backstage-plugin-gitops-common';
import { ComponentType, Suspense, useState } from 'react';
import { EnvironmentList, Surroundings } from '../deployments/EnvironmentList';
import { environmentTitle } from '../deployments/wording';
import { FreezeLine } from '../freezes/FreezeLine';
import { freezesOf } from '../freezes/wording';
import { Live } from '../live/LiveResource';
import { PromotionDialog, PromotionTracker } from '../onDemand';
import { displayName } from '../text/displayText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import {
  hasAction,
  hasNotes,
  MovementAction,
  MovementNotes,
  MovementProps,
} from './MovementItem';
import { MovementProblems } from './MovementProblems';
import styles from './ServiceEnvironments.module.css';
import { Movements } from './useMovements';

const tickMs = 15_000;

/** The environments of a service, between them what moves, and below them the details of one promotion on request. */
export function ServiceEnvironments({
  deployments,
  movements: { refresh, ...movements },
}: {
  deployments: ServiceDeployments;
  movements: Live<Movements> & { refresh: () => void };
}) {
  const t = useGitopsTranslation();
  const now = useNow(tickMs);
  const [shown, setShown] = useState<Promotion | null>(null);
  // It stays while the button that it was asked for with goes
  const [asked, setAsked] = useState<Transition | null>(null);
  const { environments, service } = deployments;
  const known = movements.status === 'data' ? movements.data : null;
  const titleOf = (name: string) => {
    const found = environments.find(({ environment }) => environment === name);
    return found ? environmentTitle(found, t) : displayName(name);
  };
  const show = (promotion: Promotion) => {
    setShown(promotion);
    refresh();
  };
  const propsOf = (transition: Transition): MovementProps => ({
    transition,
    service,
    titleOf,
    now,
    shown: shown?.id ?? null,
    onShow: promotion =>
      setShown(shown?.id === promotion.id ? null : promotion),
    onPromote: setAsked,
    onChanged: refresh,
  });

  const each = (some: Transition[], Part: ComponentType<MovementProps>) =>
    some.map(transition => (
      <Part
        key={`${transition.from} ${transition.to}`}
        {...propsOf(transition)}
      />
    ));

  const all = known?.transitions ?? [];
  const surroundingsOf = (index: number): Surroundings => {
    const isBetween = ({ from, to }: Transition) =>
      from !== null && positionOf(to, environments) === index + 1;
    const between = all.filter(isBetween);
    const into = all.filter(({ to }) => to === environments[index].environment);
    const arriving = into.filter(({ from }) => from === null);
    // No gate is asked where Image Updater moves versions
    const isGuarded = into.some(({ mode }) => mode !== 'imageUpdater');
    const frozen = isGuarded
      ? freezesOf(environments[index].environment, known?.freezes ?? [], now)
      : [];
    return {
      arrival: (frozen.length > 0 || arriving.some(hasNotes)) && (
        <>
          {frozen.map(freeze => (
            <FreezeLine key={freeze.id} freeze={freeze} now={now} />
          ))}
          {each(arriving, MovementNotes)}
        </>
      ),
      action: between.some(hasAction) && each(between, MovementAction),
      notes: between.some(hasNotes) && each(between, MovementNotes),
      // The same from wherever versions come
      actions: into[0]?.actions,
    };
  };
  const promotion =
    shown && (known?.promotions.find(({ id }) => id === shown.id) ?? shown);
  return (
    <>
      <EnvironmentList
        environments={environments}
        now={now}
        surroundingsOf={surroundingsOf}
      />
      <MovementProblems movements={movements} titleOf={titleOf} />
      {asked && asked.from !== null && (
        <Suspense fallback={null}>
          <PromotionDialog
            of={{ service, from: asked.from, to: asked.to }}
            titleOf={titleOf}
            onClose={() => setAsked(null)}
            onPromoted={made => {
              setAsked(null);
              show(made);
            }}
          />
        </Suspense>
      )}
      {promotion && (
        <div className={styles.tracker}>
          <Suspense fallback={null}>
            <PromotionTracker
              promotion={promotion}
              titleOf={titleOf}
              onChanged={show}
              onHide={() => setShown(null)}
            />
          </Suspense>
        </div>
      )}
    </>
  );
}

/** Where an environment stands; after all others where the service doesn't run in it yet. */
function positionOf(
  name: string,
  environments: ServiceDeployments['environments'],
): number {
  const position = environments.findIndex(
    ({ environment }) => environment === name,
  );
  return position < 0 ? environments.length : position;
}
