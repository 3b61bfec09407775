import { toYaml } from '../manifests/toYaml';
import { promoteScript } from './promoteScript';

export const workflowStyles = ['github', 'gitea', 'gitlab'] as const;
export type WorkflowStyle = (typeof workflowStyles)[number];

export interface PromotionWorkflow {
  service: string;
  environment: string;
  image: string;
  /** The kustomization, from the root of the GitOps repository */
  file: string;
  repository: string;
  branch: string;
  /** Names of the variables of the host's CI that hold who may push */
  tokenName: string;
  /** Which tags are releases: a pattern of the host's CI */
  tags: string;
}

/** Where the host's CI looks for it. */
export const workflowFiles: Readonly<Record<WorkflowStyle, string>> = {
  github: '.github/workflows/promote.yaml',
  gitea: '.gitea/workflows/promote.yaml',
  gitlab: '.gitlab/promote.yml',
};

/**
 * A workflow of the service's own repository that promotes each tagged release to an environment. It uses no action of others, so that there is none to pin, and has no rights in its own
 * repository.
 */
export function promotionWorkflow(
  style: WorkflowStyle,
  workflow: PromotionWorkflow,
): string {
  return style === 'gitlab' ? gitlab(workflow) : actions(workflow);
}

function actions(workflow: PromotionWorkflow): string {
  const { service, environment, tokenName, tags } = workflow;
  return toYaml(
    {
      name: `Promote to ${environment}`,
      'run-name': `Promote ${service} \${{ github.ref_name }} to ${environment}`,
      on: { push: { tags: [tags] } },
      permissions: {},
      concurrency: {
        group: `promote-${service}-${environment}`,
        'cancel-in-progress': false,
      },
      jobs: {
        promote: {
          'runs-on': 'ubuntu-latest',
          'timeout-minutes': 10,
          steps: [
            {
              name: `Write the version to ${environment}`,
              shell: 'sh',
              env: {
                ...variables(workflow),
                TAG: '${{ github.ref_name }}',
                GITOPS_TOKEN: `\${{ secrets.${tokenName} }}`,
              },
              run: promoteScript,
            },
          ],
        },
      },
    },
    `Each tagged release of ${service} is promoted to ${environment}. ${tokenName} may push to the GitOps repository, and nothing else`,
  );
}

function gitlab(workflow: PromotionWorkflow): string {
  const { service, environment, tokenName } = workflow;
  return toYaml(
    {
      [`promote-${environment}`]: {
        stage: 'deploy',
        // Needs a shell, git and awk
        image: { name: 'alpine/git:v2.49.1', entrypoint: [''] },
        rules: [{ if: '$CI_COMMIT_TAG' }],
        resource_group: `promote-${service}-${environment}`,
        timeout: '10 minutes',
        interruptible: false,
        variables: {
          ...variables(workflow),
          GIT_STRATEGY: 'none',
          GITOPS_USER: 'oauth2',
        },
        script: [
          `export TAG="$CI_COMMIT_TAG" GITOPS_TOKEN="$${tokenName}"`,
          promoteScript,
        ],
      },
    },
    `Each tag of ${service} is promoted to ${environment}. Include it in .gitlab-ci.yml; ${tokenName} is a masked, protected variable that may push to the GitOps repository`,
  );
}

function variables(workflow: PromotionWorkflow): Record<string, string> {
  return {
    SERVICE: workflow.service,
    ENVIRONMENT: workflow.environment,
    IMAGE: workflow.image,
    FILE: workflow.file,
    GITOPS_URL: workflow.repository,
    GITOPS_BRANCH: workflow.branch,
  };
}
