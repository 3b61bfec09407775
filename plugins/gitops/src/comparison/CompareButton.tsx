import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import type { ServiceDeployments } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import dialog from '../parts/dialog.module.css';
import { TextButton } from '../parts/TextButton';
import { serviceName } from '../text/displayText';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { EnvironmentDifference } from './EnvironmentDifference';
import styles from './EnvironmentDifference.module.css';

/** Opens the comparison of a service's environments; nothing where there are not two. */
export function CompareButton({
  deployments,
}: {
  deployments: ServiceDeployments;
}) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const environments = deployments.environments
    .filter(one => one.environment !== '' && one.applications.length > 0)
    .map(({ environment: name, title }) => ({ name, title }));
  if (environments.length < 2) return null;
  const { service } = deployments;
  return (
    <p className={styles.open}>
      <TextButton onClick={() => setIsOpen(true)}>
        {t('comparison.open')}
      </TextButton>
      {isOpen && (
        <Dialog
          className={tokens.tokens}
          isOpen
          onOpenChange={setIsOpen}
          width={720}
        >
          <DialogHeader className={dialog.header}>
            {t('comparison.title', { service: serviceName(service) })}
          </DialogHeader>
          <DialogBody className={styles.body}>
            <EnvironmentDifference
              service={service}
              environments={environments}
            />
          </DialogBody>
        </Dialog>
      )}
    </p>
  );
}
