import { allow } from './allowInput';
import { example } from './example';
import { array, optional, optionalString, string } from './fields';
import { inputs } from './inputs';

export const inputFields = {
  repository: optionalString(
    'Address of the repository (default: the one that an earlier step has used for `targetPath`)',
  ),
  branch: inputs.branch,
  targetPath: inputs.targetPath,
  branchName: string(
    'Name of the new branch. Use the same name for the same change, so that it is found again: gitops/create/payments',
  ),
  title: string('Title of the pull request, and of its commit'),
  description: optionalString('Text of the pull request'),
  labels: optional(array(string(), 'Labels of the pull request')),
  reviewers: optional(array(string(), 'User names on the Git host')),
  token: inputs.token,
  allow,
};

export const outputFields = {
  url: optionalString('Page of the pull request'),
  number: optional(z => z.number({ description: 'Its number' })),
  branchName: string('Name of the branch'),
  files: array(string(), 'Files that the pull request changes, and deletes'),
  catalogInfoUrl: optionalString(
    'Address of the `catalog-info.yaml` among them, which is there once the pull request is merged',
  ),
};

export const examples = [
  example('All that the steps before have written', {
    action: 'gitops:pull-request',
    input: {
      repository: 'https://git.example.com/platform/gitops',
      branchName: 'gitops/create/payments',
      title: 'Deploy payments',
      description: 'A new service of team-a.',
    },
  }),
];
