import type { Cause } from 'backstage-plugin-gitops-common';
import { essenceOf } from './comparison';
import type { Facts } from './facts';
import { warnings } from './warnings';

/** What is true besides, whatever the state. */
export function besides(facts: Facts): Cause[] {
  if (facts.application.deletedSince !== undefined) return [];
  return [...warnings(facts), ...failedSet(facts)];
}

/** The Application goes on with what its ApplicationSet last made of it. */
function failedSet({ diagnosis }: Facts): Cause[] {
  const { applicationSet, applicationSetError } = diagnosis ?? {};
  if (!applicationSet || !applicationSetError) return [];
  const { detail, since } = applicationSetError;
  return [
    {
      code: 'applicationSetFailed',
      params: { applicationSet, detail: essenceOf(detail), since },
    },
  ];
}
