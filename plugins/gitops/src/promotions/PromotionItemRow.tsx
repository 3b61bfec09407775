import { PromotionItem } from 'backstage-plugin-gitops-common';
import { Ago } from '../parts/Ago';
import { TextButton } from '../parts/TextButton';
import { WebLink } from '../parts/WebLink';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import tones from '../status/tones.module.css';
import { gateTitle, TitleOf } from '../status/wording';
import { requesterName, requestReason } from '../status/requested';
import { displayName, displayVersion, serviceName } from '../text/displayText';
import { listText } from '../text/formats';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import styles from './AllPromotions.module.css';
import { pullRequestName } from './wording';

/** One row of the promotions of all services: who waits for whom, and since when. */
export function PromotionItemRow(props: {
  item: PromotionItem;
  now: number;
  titleOf: TitleOf;
  isShown: boolean;
  onToggle: () => void;
}) {
  const t = useGitopsTranslation();
  const { item, now } = props;
  const { service, version, state } = item;
  const look = looks.promotion[state];
  const result = t(`promotionState.${state}`);
  const environment = props.titleOf(item.to);
  return (
    <tr data-shown={props.isShown}>
      <th scope="row" className={styles.name}>
        <TextButton
          aria-expanded={props.isShown}
          aria-label={t('allPromotions.details', {
            service: serviceName(service),
            version: displayVersion(version),
            environment,
            result,
          })}
          onClick={props.onToggle}
        >
          {serviceName(service)}
        </TextButton>
      </th>
      <td>
        <span className={styles.quiet}>{displayVersion(item.previous)}</span> →{' '}
        {displayVersion(version)}
      </td>
      <td>{environment}</td>
      <td className={tones[look.tone]}>
        <span className={styles.result}>
          <LookIcon look={look} />
          {result}
        </span>
      </td>
      <td>{waitsFor(item, t)}</td>
      <td title={requestReason(item, t, { maxLength: 200 })}>
        {requesterName(item, t)}
      </td>
      <td className={styles.quiet}>
        <Ago time={item.since} now={now} />
      </td>
      <td>
        {item.pullRequests.map(({ repository, number, url }, index) => (
          <span key={index} className={styles.pullRequest}>
            <WebLink url={url ?? null}>
              {pullRequestName({ repository, number })}
            </WebLink>
          </span>
        ))}
      </td>
    </tr>
  );
}

/** Whose move it is; empty where Argo CD is at work, or it has ended. */
function waitsFor(
  { state, reviewers = [], heldBy }: PromotionItem,
  t: Translate,
): string {
  if (state !== 'pullRequestOpen') return '';
  const held =
    heldBy &&
    t('allPromotions.heldBy', { gate: gateTitle({ gate: heldBy }, t) });
  const people =
    reviewers.length > 0
      ? listText(reviewers.map(displayName), t)
      : !held && t('allPromotions.anyReviewer');
  return [people, held].filter(Boolean).join(', ');
}
