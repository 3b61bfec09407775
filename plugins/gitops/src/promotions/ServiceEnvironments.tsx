import {
  Promotion,
  Service,
  ServiceDeployments,
  Transition,
} from 'backstage-plugin-gitops-common';
import { ComponentType, useState } from 'react';
import { EnvironmentList, Surroundings } from '../deployments/EnvironmentList';
import { titlesIn } from '../deployments/wording';
import { FreezeLine } from '../freezes/FreezeLine';
import { freezesOf } from '../freezes/wording';
import { lazily } from '../parts/lazily';
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
import { promotionsOf } from './wording';

const PromotionDialog = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './PromotionDialog').then(
    m => m.PromotionDialog,
  ),
);

const PromotionTracker = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './PromotionTracker').then(
    m => m.PromotionTracker,
  ),
);

const tickMs = 15_000;

/** The environments of a service, between them what moves, and below them the details of one promotion on request. */
export function ServiceEnvironments({
  service: { deployments, transitions, freezes, isPartial },
  onChanged,
}: {
  service: Service;
  /** Something was done that the next answer tells of */
  onChanged: () => void;
}) {
  const t = useGitopsTranslation();
  const now = useNow(tickMs);
  const [shown, setShown] = useState<Promotion | null>(null);
  // It stays while the button that it was asked for with goes
  const [asked, setAsked] = useState<Transition | null>(null);
  const { environments, service } = deployments;
  const titleOf = titlesIn(deployments, t);
  const show = (promotion: Promotion) => {
    setShown(promotion);
    onChanged();
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
    onChanged,
  });

  const each = (some: Transition[], Part: ComponentType<MovementProps>) =>
    some.map(transition => (
      <Part
        key={`${transition.from} ${transition.to}`}
        {...propsOf(transition)}
      />
    ));

  const surroundingsOf = (index: number): Surroundings => {
    const isBetween = ({ from, to }: Transition) =>
      from !== null && positionOf(to, environments) === index + 1;
    const between = transitions.filter(isBetween);
    const into = transitions.filter(
      ({ to }) => to === environments[index].environment,
    );
    const arriving = into.filter(({ from }) => from === null);
    // No gate is asked where Image Updater moves versions
    const isGuarded = into.some(({ mode }) => mode !== 'imageUpdater');
    const frozen = isGuarded
      ? freezesOf(environments[index].environment, freezes, now)
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
    shown &&
    (promotionsOf(transitions).find(({ id }) => id === shown.id) ?? shown);
  return (
    <>
      <EnvironmentList
        environments={environments}
        now={now}
        surroundingsOf={surroundingsOf}
      />
      <MovementProblems
        transitions={transitions}
        isPartial={isPartial}
        titleOf={titleOf}
      />
      {asked && asked.from !== null && (
        <PromotionDialog
          of={{ service, from: asked.from, to: asked.to }}
          titleOf={titleOf}
          onClose={() => setAsked(null)}
          onPromoted={made => {
            setAsked(null);
            show(made);
          }}
        />
      )}
      {promotion && (
        <div className={styles.tracker}>
          <PromotionTracker
            promotion={promotion}
            titleOf={titleOf}
            onChanged={show}
            onHide={() => setShown(null)}
          />
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
