import {
  ApplicationDeployment,
  ApplicationDetails,
} from 'backstage-plugin-gitops-common';
import { Refreshable, useLive } from '../live/useLive';

export function useApplicationDetails({
  instance,
  namespace,
  name,
}: ApplicationDeployment): Refreshable<ApplicationDetails> {
  return useLive({
    key: `details ${instance}/${namespace}/${name}`,
    load: (api, signal) =>
      api.applicationDetails({ instance, namespace, name }, { signal }),
    // The backend reads them from Argo CD no more often
    pollMs: 15_000,
  });
}
