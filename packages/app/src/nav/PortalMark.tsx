import { Link } from '@backstage/core-components';
import { RiGitBranchLine } from '@remixicon/react';

/** Leads home. */
export function PortalMark() {
  return (
    <Link
      to="/"
      aria-label="Home"
      style={{
        display: 'flex',
        alignItems: 'center',
        height: 64,
        paddingLeft: 24,
      }}
    >
      <RiGitBranchLine aria-hidden size={28} color="#7df3e1" />
    </Link>
  );
}
