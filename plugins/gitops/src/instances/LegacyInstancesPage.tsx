import { PluginHeader } from '@backstage/ui';
import { RiGitBranchLine } from '@remixicon/react';
import { InstancesContent } from './InstancesContent';

/** The former frontend system leaves the header to the page. */
export function LegacyInstancesPage() {
  return (
    <main>
      <PluginHeader title="GitOps" icon={<RiGitBranchLine />} />
      <InstancesContent />
    </main>
  );
}
