import { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { ReactNode, useState } from 'react';
import { lazily } from '../parts/lazily';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './DetailsButton.module.css';

const DetailsDialog = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './DetailsDialog').then(
    m => m.DetailsDialog,
  ),
);

/** What it shows, as a button that opens the details of an Application. They are loaded then. */
export function DetailsButton(props: {
  application: ApplicationDeployment;
  /** The environment's title */
  environment: string;
  children: ReactNode;
}) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { application, environment } = props;
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-haspopup="dialog"
        title={t('details.open', {
          application: displayName(application.name),
        })}
        onClick={() => setIsOpen(true)}
      >
        {props.children}
      </button>
      {isOpen && (
        <DetailsDialog
          application={application}
          environment={environment}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
