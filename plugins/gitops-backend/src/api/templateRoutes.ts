import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { templateFilesSchema } from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { TemplateFolders } from '../templates/TemplateFolders';
import type { Endpoints } from './Endpoint';
import { Caller, serve } from './serve';
import { name } from './shapes';

export const templateEndpoints = {
  templateFiles: {
    method: 'get',
    path: '/v1/templates/{namespace}/{name}/files',
    description:
      'The files beside a template, which a dry run of it needs. Only of a template that the catalog shows to the caller, and only of the folder that the catalog has read it from.',
    params: z.object({
      namespace: name.describe("The template's namespace"),
      name: name.describe("The template's name"),
    }),
    answer: templateFilesSchema,
  },
} satisfies Endpoints;

/** What a form needs to show what its template would write. */
export function addTemplateRoutes(
  router: Router,
  options: {
    catalog: Pick<CatalogService, 'getEntityByRef'>;
    templateFolders: Pick<TemplateFolders, 'read'>;
    caller: Caller;
  },
): void {
  const { catalog, templateFolders, caller } = options;
  const files = async (ref: string, credentials: BackstageCredentials) => {
    const template = await catalog.getEntityByRef(ref, { credentials });
    if (!template) throw new NotFoundError(`${ref} is not in the catalog`);
    const found = await templateFolders.read(template);
    return {
      files: found.map(({ path, content }) => ({
        path,
        base64Content: content.toString('base64'),
      })),
    };
  };
  serve(router, caller, templateEndpoints, {
    templateFiles: ({ params, credentials }) =>
      files(stringifyEntityRef({ kind: 'template', ...params }), credentials),
  });
}
