import { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { ReactNode, Suspense, useState } from 'react';
import { DetailsDialog } from '../onDemand';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './DetailsButton.module.css';

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
        <Suspense fallback={null}>
          <DetailsDialog
            application={application}
            environment={environment}
            onClose={() => setIsOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
