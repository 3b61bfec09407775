import { PluginHeader } from '@backstage/ui';
import { RiGitBranchLine } from '@remixicon/react';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { InstancesContent } from './InstancesContent';

/** The former frontend system leaves the header to the page. */
export function LegacyInstancesPage() {
  const t = useGitopsTranslation();
  return (
    <main>
      <PluginHeader title={t('page.title')} icon={<RiGitBranchLine />} />
      <InstancesContent />
    </main>
  );
}
