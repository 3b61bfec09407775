import { WebLink } from '../parts/WebLink';
import { displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** A commit or a version; of a commit whose Git host is known, a link to its page. */
export function Revision(props: {
  revision: string | null;
  commitUrl: string | null;
}) {
  const t = useGitopsTranslation();
  const { revision, commitUrl } = props;
  if (revision === null) return null;
  const shown = displayVersion(revision);
  if (commitUrl === null) return <span title={revision}>{shown}</span>;
  return (
    <WebLink url={commitUrl} label={t('details.commit', { revision: shown })}>
      {shown}
    </WebLink>
  );
}
