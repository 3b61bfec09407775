import { fetchApiRef, useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  ScaffolderApi,
  scaffolderApiRef,
  useTemplateSecrets,
} from '@backstage/plugin-scaffolder-react';
import {
  GitopsClient,
  PreviewedRepository,
} from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { readPreview } from './readPreview';

type DryRun = Parameters<NonNullable<ScaffolderApi['dryRun']>>[0];

const timeoutMs = 60_000;

export type Preview =
  | { status: 'none' | 'running' | 'unavailable' }
  | { status: 'failed'; message: string }
  | { status: 'shown'; repositories: PreviewedRepository[] };

/** Tries the template of this form with what is filled in, when it is asked to. */
export function usePreview(values: DryRun['values']): {
  preview: Preview;
  run(): Promise<void>;
} {
  const scaffolder = useApi(scaffolderApiRef);
  const catalog = useApi(catalogApiRef);
  const fetchApi = useApi(fetchApiRef);
  const { secrets } = useTemplateSecrets();
  const { namespace = 'default', templateName = '' } = useParams();
  const [tried, setTried] = useState<{ of: string; preview: Preview }>();
  const of = JSON.stringify(values);

  const dryRun = async (): Promise<Preview> => {
    const name = templateName;
    const [template, { files }] = await Promise.all([
      catalog.getEntityByRef({ kind: 'template', namespace, name }),
      new GitopsClient({ fetchApi }).templateFiles(
        { namespace, name },
        { signal: AbortSignal.timeout(timeoutMs) },
      ),
    ]);
    if (!template || !scaffolder.dryRun) return { status: 'unavailable' };
    const { directoryContents } = await scaffolder.dryRun({
      template: template as DryRun['template'],
      values,
      secrets,
      directoryContents: files,
    });
    return { status: 'shown', repositories: readPreview(directoryContents) };
  };

  const run = async () => {
    setTried({ of, preview: { status: 'running' } });
    const preview = await dryRun().catch(
      (error: Error): Preview => ({ status: 'failed', message: error.message }),
    );
    setTried({ of, preview });
  };
  // What was tried with other values is not shown
  const preview =
    tried?.of === of ? tried.preview : { status: 'none' as const };
  return { preview, run };
}
