import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Freeze } from 'backstage-plugin-gitops-common';
import { useId, useRef, useState } from 'react';
import { gitopsApiRef } from '../api';
import { FailureText } from '../live/FailureText';
import { useAction } from '../live/useAction';
import { displayName } from '../text/displayText';
import { Ago } from '../parts/Ago';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { FreezeIcon } from './FreezeLine';
import styles from './FreezesPart.module.css';
import { freezeText, placesText, scopeText } from './wording';

/**
 * One freeze, with the button that ends it for those who may. Asks for confirmation before it ends.
 */
export function FreezeItem(props: {
  freeze: Freeze;
  now: number;
  /** Where it is not on the page of one service */
  withServices?: boolean;
  onEnded: () => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const id = useId();
  const { freeze, now } = props;
  const { run, isRunning, error } = useAction();
  const [isConfirming, setIsConfirming] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  const text = freezeText(freeze, now, t);
  const environments = props.withServices
    ? scopeText(freeze, t)
    : placesText(freeze, t);
  return (
    <li ref={item} tabIndex={-1} className={styles.freeze}>
      <FreezeIcon freeze={freeze} />
      <span className={styles.text}>
        <span className={styles.places}>{environments}:</span> {text}{' '}
        <span className={styles.quiet}>
          {displayName(freeze.createdBy.name)},{' '}
          <Ago time={freeze.createdAt} now={now} />
        </span>
      </span>
      {freeze.canEnd && !isConfirming && (
        <Button
          variant="tertiary"
          size="small"
          aria-label={t('freezes.endLabel', { environments, freeze: text })}
          onPress={() => setIsConfirming(true)}
        >
          {t('freezes.end')}
        </Button>
      )}
      {freeze.canEnd && isConfirming && (
        <div role="group" aria-labelledby={id} className={styles.question}>
          <span id={id}>{t('freezes.endQuestion')}</span>
          <Button
            variant="tertiary"
            size="small"
            onPress={() => {
              setIsConfirming(false);
              item.current?.focus();
            }}
          >
            {t('promote.cancel')}
          </Button>
          <Button
            // It takes the place of the button that was pressed
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            variant="primary"
            size="small"
            isPending={isRunning}
            onPress={() =>
              run(
                signal => api.endFreeze(freeze.id, { signal }),
                () => props.onEnded(),
              )
            }
          >
            {t('freezes.end')}
          </Button>
        </div>
      )}
      {error !== null && (
        <p className={styles.error} role="alert">
          <FailureText error={error} />
        </p>
      )}
    </li>
  );
}
