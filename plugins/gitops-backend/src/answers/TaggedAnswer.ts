import { createHash } from 'node:crypto';
import type { ServiceDeployments } from 'backstage-plugin-gitops-common';

/** A service's answer with its entity tag. */
export interface TaggedAnswer {
  readonly deployments: ServiceDeployments;
  readonly body: string;
  readonly etag: string;
}

export function tagged(deployments: ServiceDeployments): TaggedAnswer {
  const body = JSON.stringify(deployments);
  return {
    deployments,
    body,
    etag: `"${createHash('sha1').update(body).digest('base64url')}"`,
  };
}
