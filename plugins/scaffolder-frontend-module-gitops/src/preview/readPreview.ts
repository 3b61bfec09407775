import {
  previewedRepositorySchema,
  PreviewedRepository,
  previewFolder,
} from 'backstage-plugin-gitops-common';

/** What a dry run would write, from the files that it has left. */
export function readPreview(
  files: readonly { path: string; base64Content: string }[],
): PreviewedRepository[] {
  return files
    .filter(({ path }) => path.startsWith(`${previewFolder}/`))
    .map(({ base64Content }) => {
      const bytes = Uint8Array.from(atob(base64Content), letter =>
        letter.charCodeAt(0),
      );
      return previewedRepositorySchema.parse(
        JSON.parse(new TextDecoder().decode(bytes)),
      );
    })
    .sort((a, b) => a.repository.localeCompare(b.repository));
}
