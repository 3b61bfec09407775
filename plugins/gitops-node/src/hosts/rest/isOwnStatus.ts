import { OWN_STATUS } from '../GitHost';

/** Whether a status of a commit was written by us. */
export function isOwnStatus(context: string | null | undefined): boolean {
  return Boolean(context?.startsWith(OWN_STATUS));
}
