import { z } from 'zod';

/** @public */
export const templateFilesSchema = z
  .object({
    files: z.array(
      z.object({
        path: z.string().describe("From the template's own folder"),
        base64Content: z.string(),
      }),
    ),
  })
  .describe(
    "The files in a template's folder, as a dry run of it takes them: /v2/dry-run of the scaffolder",
  );

/** The files in a template's folder, as a dry run of it takes them. @public */
export type TemplateFiles = z.infer<typeof templateFilesSchema>;

/** What one step of a dry run would write to a repository. @public */
export const previewedRepositorySchema = z.object({
  /** Its address */
  repository: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      kind: z.enum(['added', 'changed', 'removed']),
      /** Unified, without a header; null if the file is not text, or is too long to show */
      patch: z.string().nullable(),
    }),
  ),
});

/** What one step of a dry run would write to a repository. @public */
export type PreviewedRepository = z.infer<typeof previewedRepositorySchema>;

/** Folder of a task's workspace in which a dry run leaves what it would write. @public */
export const previewFolder = '.gitops/preview';
