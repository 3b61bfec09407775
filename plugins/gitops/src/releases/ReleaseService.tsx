import { Promotion } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { Toggle } from '../parts/Toggle';
import { StepList } from '../promotions/StepList';
import { stepsOf } from '../promotions/steps';
import { TitleOf } from '../status/wording';
import { displayVersion, serviceName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ReleasePanel.module.css';
import { PromotionPanel } from '../promotions/PromotionPanelOnRequest';

/** A service of a release: its versions and steps; its details open below. */
export function ReleaseService(props: {
  promotion: Promotion;
  titleOf: TitleOf;
  now: number;
  onChanged: () => void;
}) {
  const t = useGitopsTranslation();
  const { promotion } = props;
  /** The promotion whose details are shown: after a rollback it is another one */
  const [shown, setShown] = useState<string | null>(null);
  const service = serviceName(promotion.service);
  return (
    <li className={styles.service}>
      <div className={styles.name}>
        <Toggle
          isOpen={shown !== null}
          label={t('release.details', { service })}
          onToggle={() => setShown(shown === null ? promotion.id : null)}
        >
          {service}
        </Toggle>
        <span className={styles.quiet}>
          {displayVersion(promotion.previous)} →{' '}
          {displayVersion(promotion.version)}
        </span>
      </div>
      <StepList
        steps={stepsOf(promotion, props.now, t)}
        state={promotion.state}
      />
      {shown !== null && (
        <div className={styles.details}>
          <PromotionPanel
            key={shown}
            id={shown}
            service={promotion.service}
            known={shown === promotion.id ? promotion : undefined}
            titleOf={props.titleOf}
            onShow={setShown}
            onChanged={props.onChanged}
          />
        </div>
      )}
    </li>
  );
}
