import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useMemo, useState } from 'react';
import { lazily } from '../parts/lazily';
import { TextButton } from '../parts/TextButton';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { changeTemplates } from './changeTemplates';

const ChangeMenu = lazily(() =>
  import(/* webpackChunkName: "gitops-on-request" */ './ChangeMenu').then(
    m => m.ChangeMenu,
  ),
);

/**
 * Opens what a service can be changed by: templates, whose forms begin with it. Nothing where the
 * configuration names none. The menu is loaded when it is opened first.
 */
export function ChangeButton({ entityRef }: { entityRef: string }) {
  const t = useGitopsTranslation();
  const config = useApi(configApiRef);
  const [isWanted, setIsWanted] = useState(false);
  const templates = useMemo(
    () => changeTemplates(config, entityRef),
    [config, entityRef],
  );
  if (templates.length === 0) return null;
  const button = (
    <TextButton
      aria-haspopup="menu"
      aria-expanded={false}
      aria-busy={isWanted}
      onClick={() => setIsWanted(true)}
    >
      {t('templates.open')}
    </TextButton>
  );
  if (!isWanted) return button;
  return <ChangeMenu templates={templates} fallback={button} />;
}
