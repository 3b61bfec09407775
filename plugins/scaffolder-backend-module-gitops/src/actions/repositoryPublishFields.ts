import {
  array,
  boolean,
  object,
  oneOf,
  optional,
  optionalString,
  string,
} from './fields';
import { allow } from './allowInput';
import { example } from './example';
import { inputs } from './inputs';

export const DEFAULT_BRANCH = 'main';

export const inputFields = {
  repository: string(
    'Address of the new repository, such as https://git.example.com/services/payments',
  ),
  description: optionalString('Description of the repository'),
  visibility: optional(
    oneOf(
      ['private', 'internal', 'public'],
      'Who may read it: who has access, everybody who is signed in (on GitLab and GitHub Enterprise), or everybody (default: `private`)',
    ),
  ),
  access: optional(
    array(
      object({
        team: optionalString(
          'Team or group of the Git host: `team-a`, or `organisation/team-a`. On GitLab the full path of a group',
        ),
        user: optionalString('User of the Git host, if not a team'),
        role: oneOf(['read', 'write', 'admin']),
      }),
      'Who gets rights in the repository, such as the team that owns the service. What the host refuses is a warning in the log',
    ),
  ),
  protect: optional(
    boolean(
      'Whether the default branch accepts only approved pull requests, and no force pushes (default: `false`). What the host refuses is a warning in the log',
    ),
  ),
  sourcePath: string(
    'Folder of the workspace. Files that its .gitignore names are left out',
  ),
  defaultBranch: optionalString(`Default: \`${DEFAULT_BRANCH}\``),
  commitMessage: optionalString('Default: `Initial commit`'),
  tag: optionalString(
    'Tag of the first commit, so that the CI builds the first version that is deployed: v0.1.0 (default: none)',
  ),
  token: inputs.token,
  authorName: optionalString('Author of the commit'),
  authorEmail: optionalString('Email address of the author'),
  allow,
};
export const outputFields = {
  remoteUrl: string('Address to clone from'),
  repositoryUrl: string('Page of the repository'),
  commit: optionalString('The first commit; none in a dry run'),
  refused: optional(
    array(string(), 'Rights that the Git host refused, to be given by hand'),
  ),
  catalogInfoUrl: optionalString(
    'Address of its catalog-info.yaml, for gitops:catalog:register; none for hosts that a module has added',
  ),
};
export const examples = [
  example(
    'The code of a new service. Its output catalogInfoUrl is what gitops:catalog:register takes',
    {
      id: 'publish',
      action: 'gitops:repository:publish',
      input: {
        repository: 'https://git.example.com/services/payments',
        description: 'Takes payments',
        access: [{ team: 'team-a', role: 'write' }],
        protect: true,
        sourcePath: 'source',
        tag: 'v0.1.0',
      },
    },
  ),
];
