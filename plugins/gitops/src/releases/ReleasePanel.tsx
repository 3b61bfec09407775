import { ButtonIcon, Card } from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import { Release } from 'backstage-plugin-gitops-common';
import { useEffect, useId, useRef } from 'react';
import { Loaded } from '../live/Loaded';
import { useKeptFocus } from '../live/useKeptFocus';
import { Ago } from '../parts/Ago';
import { PullRequestLine } from '../promotions/PullRequestLine';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { Reason } from '../status/Reason';
import { requestText } from '../status/requested';
import { useEnvironmentTitles } from '../status/useEnvironmentTitles';
import tones from '../status/tones.module.css';
import { useNow } from '../time/useNow';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useUrlParameter } from '../url/useUrlParameter';
import { ReleaseActions } from './ReleaseActions';
import styles from './ReleasePanel.module.css';
import { ReleaseService } from './ReleaseService';
import { useRelease } from './useRelease';

/** The release that the page's address names; nothing where it names none. */
export function ShownRelease() {
  const [id, setId] = useUrlParameter('release');
  return id === null ? null : <ReleasePanel key={id} id={id} onShow={setId} />;
}

/** Follows a release as one: how far each service is, and what can be done with all of them. */
export function ReleasePanel(props: {
  id: string;
  /** Another release is to be shown; null: none */
  onShow: (release: string | null) => void;
}) {
  const t = useGitopsTranslation();
  const { onShow } = props;
  const live = useRelease(props.id);
  return (
    <Card className={`${tokens.tokens} ${styles.panel}`}>
      <Loaded
        live={live}
        loading={t('release.loading')}
        height={160}
        errorTitle={t('release.errorTitle')}
      >
        {release => (
          <Followed
            release={release}
            onShow={onShow}
            onChanged={changed => {
              if (changed.id === props.id) live.follow();
              else onShow(changed.id);
            }}
          />
        )}
      </Loaded>
    </Card>
  );
}

function Followed(props: {
  release: Release;
  onShow: (release: string | null) => void;
  onChanged: (release: Release) => void;
}) {
  const t = useGitopsTranslation();
  const id = useId();
  const titleOf = useEnvironmentTitles();
  const heading = useRef<HTMLHeadingElement>(null);
  const part = useRef<HTMLElement>(null);
  useKeptFocus(part);
  useEffect(() => heading.current?.focus(), []);
  const { release } = props;
  const { promotions, hidden, state } = release;
  const isMoving = promotions.some(({ endedAt }) => endedAt === null);
  const now = useNow(isMoving ? 1_000 : 15_000);
  const look = looks.release[state];
  const pullRequests = new Map(
    promotions
      .flatMap(one => one.pullRequests)
      .map(one => [`${one.repository} ${one.number ?? one.openedAt}`, one]),
  );
  return (
    <section ref={part} aria-labelledby={id}>
      <div className={styles.header}>
        <h2 id={id} ref={heading} tabIndex={-1} className={styles.title}>
          {t(
            release.kind === 'rollback'
              ? 'release.panelRollback'
              : 'release.panelTitle',
            {
              count: promotions.length + hidden,
              environment: titleOf(release.to),
            },
          )}
        </h2>
        <span className={`${styles.state} ${tones[look.tone]}`}>
          <LookIcon look={look} />
          {state === 'partlySucceeded'
            ? t('release.partlySucceeded')
            : t(`promotionState.${state}`)}
        </span>
        <span className={styles.quiet}>
          {t('tracker.requested', {
            ago: <Ago time={release.requestedAt} now={now} />,
          })}
        </span>
        <ButtonIcon
          variant="tertiary"
          size="small"
          aria-label={t('tracker.hide')}
          icon={<RiCloseLine aria-hidden />}
          onPress={() => props.onShow(null)}
        />
      </div>
      <ul className={styles.services} aria-label={t('release.services')}>
        {promotions.map(promotion => (
          <ReleaseService
            key={promotion.id}
            promotion={promotion}
            titleOf={titleOf}
            now={now}
            onChanged={() => props.onChanged(release)}
          />
        ))}
      </ul>
      {hidden > 0 && (
        <p className={styles.quiet}>{t('release.hidden', { count: hidden })}</p>
      )}
      {[...pullRequests].map(([key, pullRequest]) => (
        <PullRequestLine key={key} pullRequest={pullRequest} />
      ))}
      <div className={styles.foot}>
        <div className={styles.why}>
          <Reason reason={requestText(release, t)} />
        </div>
        <ReleaseActions
          release={release}
          titleOf={titleOf}
          onChanged={props.onChanged}
        />
      </div>
    </section>
  );
}
