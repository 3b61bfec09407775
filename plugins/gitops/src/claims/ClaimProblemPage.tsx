import { Button, Skeleton } from '@backstage/ui';
import { ClaimProblem, ClaimProblems } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { focusRowBefore } from '../live/focusRowBefore';
import { LoadFailure } from '../live/LoadFailure';
import { WebLink } from '../parts/WebLink';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ClaimProblems.module.css';
import { ClaimList, useClaimProblems } from './useClaimProblems';
import { whyText } from './wording';

/** One page of a list, then the button for the next page, or that page. */
export function ClaimProblemPage(props: {
  list: ClaimList;
  q: string;
  page: ClaimProblems;
}) {
  const t = useGitopsTranslation();
  const { items, nextCursor, serviceLabel } = props.page;
  const [isMoreWanted, setIsMoreWanted] = useState(false);
  return (
    <>
      <ul className={styles.list}>
        {items.map(problem => (
          <ClaimProblemItem
            key={`${problem.instance}/${problem.namespace}/${problem.name}`}
            problem={problem}
            serviceLabel={serviceLabel}
          />
        ))}
      </ul>
      {nextCursor !== null && isMoreWanted && (
        <NextPage list={props.list} q={props.q} cursor={nextCursor} />
      )}
      {nextCursor !== null && !isMoreWanted && (
        <Button
          variant="secondary"
          size="small"
          onPress={({ target }) => {
            focusRowBefore(target);
            setIsMoreWanted(true);
          }}
        >
          {t('claims.more')}
        </Button>
      )}
    </>
  );
}

function NextPage(props: { list: ClaimList; q: string; cursor: string }) {
  const t = useGitopsTranslation();
  const { list, q, cursor } = props;
  const next = useClaimProblems(list, q, cursor);
  if (next.status === 'loading')
    return <Skeleton aria-hidden width={320} height={20} />;
  if (next.status === 'data')
    return <ClaimProblemPage list={list} q={q} page={next.data} />;
  return (
    <LoadFailure
      title={t('claims.errorTitle')}
      failure={next.failure}
      onRetry={next.refresh}
    />
  );
}

function ClaimProblemItem(props: {
  problem: ClaimProblem;
  serviceLabel: string;
}) {
  const t = useGitopsTranslation();
  const { problem } = props;
  const [name, instance, namespace, project] = [
    problem.name,
    problem.instance,
    problem.namespace,
    problem.project,
  ].map(displayName);
  return (
    <li className={styles.item}>
      <span className={styles.name}>
        <WebLink
          url={problem.url}
          label={t('applications.open', { application: name, instance })}
        >
          {name}
        </WebLink>
      </span>
      <span className={styles.place}>
        {instance} / {namespace} / {project}
      </span>
      <span className={styles.why}>
        {whyText(problem, props.serviceLabel, t)}
      </span>
    </li>
  );
}
