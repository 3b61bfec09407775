import { promoteScript } from './promoteScript';
import type { WorkflowStyle } from './workflowStyle';

export interface Promotion {
  service: string;
  environment: string;
  image: string;
  /** The kustomization, from the root of the GitOps repository */
  file: string;
  repository: string;
  branch: string;
  /** Name of the secret or variable of the host's CI that holds who may push */
  tokenName: string;
  /** What the names of tags begin with that are releases: the rest is the version */
  tagPrefix: string;
  /** The job of the CI that pushes the image of a tag */
  after: string;
}

/**
 * A job of the service's own CI that promotes a tagged release to an environment once its image is
 * there. It uses no action of others, so that there is none to pin, and has no rights in its own
 * repository.
 */
export function promotionJob(
  style: WorkflowStyle,
  promotion: Promotion,
): object {
  return style === 'gitlab' ? gitlab(promotion) : actions(promotion);
}

function actions(promotion: Promotion): object {
  const { service, environment, tokenName, tagPrefix, after } = promotion;
  return {
    needs: after,
    if: `startsWith(github.ref, 'refs/tags/${tagPrefix}')`,
    'runs-on': 'ubuntu-latest',
    'timeout-minutes': 10,
    permissions: {},
    // Of one release: GitHub drops what waits in a group when another comes, and the script itself
    // minds others
    concurrency: {
      group: `promote-${service}-${environment}-\${{ github.ref_name }}`,
      'cancel-in-progress': false,
    },
    steps: [
      {
        name: `Write the version to ${environment}`,
        shell: 'sh',
        env: {
          ...variables(promotion),
          TAG: '${{ github.ref_name }}',
          GITOPS_TOKEN: `\${{ secrets.${tokenName} }}`,
        },
        run: promoteScript,
      },
    ],
  };
}

function gitlab(promotion: Promotion): object {
  const { service, environment, tokenName, tagPrefix, after } = promotion;
  return {
    // The one behind the others, which every pipeline has
    stage: '.post',
    needs: [{ job: after, artifacts: false }],
    rules: [{ if: `$CI_COMMIT_TAG =~ /^${tagPrefix}/` }],
    // Needs a shell, git and awk, and nothing of what other jobs begin with
    image: { name: 'alpine/git:v2.49.1', entrypoint: [''] },
    inherit: { default: false },
    resource_group: `promote-${service}-${environment}`,
    timeout: '10 minutes',
    interruptible: false,
    variables: {
      ...variables(promotion),
      GIT_STRATEGY: 'none',
      GITOPS_USER: 'oauth2',
    },
    script: [
      `export TAG="$CI_COMMIT_TAG" GITOPS_TOKEN="$${tokenName}"`,
      promoteScript,
    ],
  };
}

function variables(promotion: Promotion): Record<string, string> {
  return {
    SERVICE: promotion.service,
    ENVIRONMENT: promotion.environment,
    IMAGE: promotion.image,
    FILE: promotion.file,
    GITOPS_URL: promotion.repository,
    GITOPS_BRANCH: promotion.branch,
    TAG_PREFIX: promotion.tagPrefix,
  };
}
