import { gateTitle, TitleOf } from '../status/wording';
import { ButtonIcon } from '@backstage/ui';
import { RiCloseLine, RiErrorWarningFill } from '@remixicon/react';
import { Promotion, promotionSentence } from 'backstage-plugin-gitops-common';
import { Fragment, useEffect, useId, useRef } from 'react';
import { useKeptFocus } from '../live/useKeptFocus';
import { Reason } from '../status/Reason';
import { requestText } from '../status/requested';
import tones from '../status/tones.module.css';
import { asSentence, displayVersion, serviceName } from '../text/displayText';
import { listText } from '../text/formats';
import { Ago } from '../parts/Ago';
import { useNow } from '../time/useNow';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import styles from './PromotionTracker.module.css';
import { HeldGates } from './HeldGates';
import { PullRequestLine } from './PullRequestLine';
import { ReviewPart } from './ReviewPart';
import { StepList } from './StepList';
import { SupersededBy } from './SupersededBy';
import { shownWaves, stepsOf } from './steps';
import { TrackerActions } from './TrackerActions';
import { WaveList } from './WaveList';

/** How far a promotion has come, what it waits for, and what can be done about it. */
export function PromotionTracker(props: {
  promotion: Promotion;
  titleOf: TitleOf;
  /** Something was done; the promotion that stands for it from now on */
  onChanged: (promotion: Promotion) => void;
  /** Another promotion is to be shown; null: none */
  onShow: (promotion: string | null) => void;
}) {
  const t = useGitopsTranslation();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const { promotion, titleOf } = props;
  const waves = shownWaves(promotion);
  const opener = useRef<Element | null>(null);
  // It is opened on request: what was asked for is where reading goes on, and it comes back to
  // where it was asked for, or near it where that is gone
  const part = useRef<HTMLElement>(null);
  useKeptFocus(part);
  useEffect(() => {
    opener.current = document.activeElement;
    part.current?.scrollIntoView({ block: 'nearest' });
    heading.current?.focus();
  }, [promotion.id]);
  const hide = () => {
    if (opener.current instanceof HTMLElement) opener.current.focus();
    props.onShow(null);
  };
  return (
    <section ref={part} className={styles.tracker} aria-labelledby={id}>
      <div className={styles.header}>
        <div className={styles.heading}>
          <h3 id={id} ref={heading} tabIndex={-1} className={styles.title}>
            {t(
              promotion.kind === 'rollback'
                ? 'tracker.rollbackTitle'
                : 'tracker.title',
              {
                service: serviceName(promotion.service),
                from: displayVersion(promotion.previous),
                to: displayVersion(promotion.version),
                environment: titleOf(promotion.to),
              },
            )}
          </h3>
          <span className={styles.requested}>
            {t('tracker.requested', {
              ago: <Requested at={promotion.requestedAt} />,
            })}
          </span>
        </div>
        <ButtonIcon
          variant="tertiary"
          size="small"
          aria-label={t('tracker.hide')}
          icon={<RiCloseLine aria-hidden />}
          onPress={hide}
        />
      </div>
      <Steps promotion={promotion} />
      <div className={styles.now}>
        <Reason reason={promotionSentence(promotion.cause, t('language'))} />
      </div>
      {promotion.supersededBy !== null && (
        <SupersededBy
          id={promotion.supersededBy}
          service={promotion.service}
          onShow={props.onShow}
        />
      )}
      {promotion.obstacle !== null && (
        <div className={styles.problem}>
          <RiErrorWarningFill aria-hidden size={16} className={tones.warning} />
          <div>
            <Reason
              reason={promotionSentence(promotion.obstacle, t('language'))}
            />
          </div>
        </div>
      )}
      {promotion.pullRequests.map((pullRequest, index) => (
        <Fragment key={index}>
          <PullRequestLine pullRequest={pullRequest} />
          <HeldGates pullRequest={pullRequest} />
        </Fragment>
      ))}
      {isReviewed(promotion) && <ReviewPart promotion={promotion} />}
      {waves.length > 0 && <WaveList waves={waves} />}
      <div className={styles.foot}>
        <div className={styles.why}>
          <Reason reason={whyOf(promotion, t)} />
        </div>
        <TrackerActions
          promotion={promotion}
          titleOf={titleOf}
          onChanged={props.onChanged}
        />
      </div>
    </section>
  );
}

/** Counts seconds while it is under way: what stands around it is drawn only when it changes. */
function Steps({ promotion }: { promotion: Promotion }) {
  const t = useGitopsTranslation();
  const now = useNow(promotion.endedAt === null ? 1_000 : 15_000);
  return (
    <StepList steps={stepsOf(promotion, now, t)} state={promotion.state} />
  );
}

function Requested({ at }: { at: string }) {
  return <Ago time={at} now={useNow(15_000)} />;
}

/** Whether somebody may still keep it from being deployed. */
function isReviewed({ state }: Promotion): boolean {
  return state === 'requested' || state === 'pullRequestOpen';
}

function whyOf(promotion: Promotion, t: Translate): string {
  const { overridden, gates } = promotion;
  const why = requestText(promotion, t);
  const blocking = gates.filter(({ result }) => result === 'block');
  if (!overridden || blocking.length === 0) return why;
  const names = listText(
    blocking.map(gate => gateTitle(gate, t)),
    t,
  );
  return `${asSentence(why)} ${t('tracker.overridden', { gates: names })}`;
}
