import { Button } from '@backstage/ui';
import { MAX_RELEASE_SERVICES } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { lazily } from '../parts/lazily';
import { numberText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

const ReleaseDialog = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './ReleaseDialog').then(
    m => m.ReleaseDialog,
  ),
);

/** Asks for a release of the services, whose references it is given. */
export function ReleaseButton({ services }: { services: string[] }) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  if (services.length > MAX_RELEASE_SERVICES)
    return (
      <span role="status">
        {t('release.tooMany', { most: numberText(MAX_RELEASE_SERVICES, t) })}
      </span>
    );
  return (
    <>
      <Button variant="primary" size="small" onPress={() => setIsOpen(true)}>
        {t('release.ask')}
      </Button>
      {isOpen && (
        <ReleaseDialog services={services} onClose={() => setIsOpen(false)} />
      )}
    </>
  );
}
