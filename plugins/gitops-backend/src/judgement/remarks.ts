import type { Cause } from 'backstage-plugin-gitops-common';
import { essenceOf } from './comparison';
import type { Facts } from './facts';
import { warnings } from './warnings';

/** Remarks that do not depend on the state. */
export function remarksOf(facts: Facts): Cause[] {
  if (facts.application.deletedSince !== undefined) return [];
  return [...warnings(facts), ...failedSet(facts)];
}

/** The Application stays as its ApplicationSet last generated it. */
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
