import { z } from 'zod';
import { FakeRoute, made } from '../../__testUtils__/FakeServer';
import { refusal } from './answers';
import type { FakeBitbucketServer } from './FakeBitbucketServer';

const projects = ['PLAT', '~dana'];

/**
 * https://developer.atlassian.com/server/bitbucket/rest/v904/api-group-project/#api-api-latest-projects-projectkey-repos-post
 */
const repositoryBody = z.strictObject({
  name: z.string(),
  scmId: z.literal('git'),
  description: z.string().optional(),
  public: z.boolean().optional(),
});

/** Repositories that are made. What is made stays empty: nobody pushes. */
export function newRepositoryRoutes(
  bitbucket: FakeBitbucketServer,
): FakeRoute[] {
  return [
    {
      method: 'POST',
      path: '/api/1.0/projects/:project/repos',
      body: repositoryBody,
      answer: ({ params: { project }, body: { name } }) => {
        if (!projects.includes(project))
          return refusal(
            404,
            `Project ${project} does not exist.`,
            'project.NoSuchProjectException',
          );
        if (bitbucket.has(project, name))
          return refusal(
            409,
            'This repository URL is already taken by another repository in this project.',
            'DuplicateRepositoryException',
          );
        bitbucket.made.add(`${project}/${name}`);
        return made({ id: 43, slug: name, name, archived: false });
      },
    },
  ];
}
