import { Service, Transition } from 'backstage-plugin-gitops-common';
import { CSSProperties, useId, useState } from 'react';
import { lazily } from '../parts/lazily';
import { promotionsOf } from '../promotions/wording';
import { titlesIn } from '../status/wording';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useUrlParameter } from '../url/useUrlParameter';
import { EnvironmentRow } from './EnvironmentRow';
import styles from './Environments.module.css';
import { placeOf, rowsOf } from './rows';
import { LineContext } from './TransitionLine';
import { TransitionProblems } from './TransitionProblems';
import { PromotionPanel } from '../promotions/PromotionPanelOnRequest';

const PromotionDialog = lazily(() =>
  import(
    /* webpackChunkName: "gitops-on-request" */ '../promotions/PromotionDialog'
  ).then(m => m.PromotionDialog),
);
const tickMs = 15_000;
/** More than these don't fit side by side */
const mostColumns = 6;
/** More than these leave no room on the lines between them */
const mostColumnsWithLines = 5;

/**
 * The environments of a service in the order of promotion, rows in a narrow card and columns in a
 * wide one; between them what moves, and on request the details of one promotion: below its line,
 * or below the columns.
 */
export function Environments(props: {
  service: Service;
  /** Something was done that the next answer shows */
  onChanged: () => void;
}) {
  const t = useGitopsTranslation();
  const now = useNow(tickMs);
  const { deployments, transitions, missing } = props.service;
  const { service, environments } = deployments;
  const [shown, setShown] = useUrlParameter('promotion');
  // The dialog stays while the button that it was asked for with goes
  const [asked, setAsked] = useState<Transition | null>(null);
  const titleOf = titlesIn(deployments, t);
  const rows = rowsOf(props.service, now);
  const panelAfter = shown === null ? null : placeOf(shown, rows);
  const panelId = useId();
  const context: LineContext = {
    service,
    titleOf,
    now,
    shown,
    panelId,
    onShow: setShown,
    onPromote: setAsked,
    onChanged: props.onChanged,
  };
  return (
    <>
      <div className={styles.container}>
        <ol
          className={styles.environments}
          data-columns={environments.length <= mostColumns}
          data-lines={environments.length <= mostColumnsWithLines}
          style={{ '--gitops-columns': environments.length } as CSSProperties}
          aria-label={t('card.environments')}
        >
          {rows.flatMap((row, index) => [
            <EnvironmentRow
              key={row.deployment.environment}
              row={row}
              context={context}
            />,
            index === panelAfter && shown !== null && (
              // Beside the rows, so that it stays the same panel when its line moves
              <li key="promotion" id={panelId} className={styles.panel}>
                <PromotionPanel
                  key={shown}
                  id={shown}
                  service={service}
                  known={promotionsOf(transitions).find(
                    ({ id }) => id === shown,
                  )}
                  titleOf={titleOf}
                  onShow={setShown}
                  onChanged={props.onChanged}
                />
              </li>
            ),
          ])}
        </ol>
      </div>
      <TransitionProblems
        transitions={transitions}
        missing={missing}
        titleOf={titleOf}
      />
      {asked && asked.from !== null && (
        <PromotionDialog
          of={{ service, from: asked.from, to: asked.to }}
          titleOf={titleOf}
          onClose={() => setAsked(null)}
          onPromoted={({ id }) => {
            setAsked(null);
            setShown(id);
            props.onChanged();
          }}
        />
      )}
    </>
  );
}
