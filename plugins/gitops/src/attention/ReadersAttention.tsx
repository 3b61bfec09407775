import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useEffect, useState } from 'react';
import { AttentionCard } from './AttentionCard';

/** For a home page: what of the reader's services needs attention, and what they are to review. */
export function ReadersAttention() {
  const identity = useApi(identityApiRef);
  const [owners, setOwners] = useState<string[] | null>(null);
  useEffect(() => {
    let isShown = true;
    identity
      .getBackstageIdentity()
      .then(
        ({ ownershipEntityRefs }) => isShown && setOwners(ownershipEntityRefs),
      )
      // Who is not signed in owns nothing
      .catch(() => isShown && setOwners([]));
    return () => {
      isShown = false;
    };
  }, [identity]);
  if (owners === null || owners.length === 0) return null;
  return <AttentionCard owners={owners} withReviews />;
}
