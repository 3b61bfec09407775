/**
 * Address of a service's entry in the catalog, as Backstage's UrlReader of the host takes it.
 *
 * @param type - of the host
 * @param url - page of the repository
 * @param path - of the file
 * @returns undefined for a host that doesn't come along
 */
export function catalogInfoUrl(
  type: string,
  url: string,
  branch: string,
  path = 'catalog-info.yaml',
): string | undefined {
  // Of Gitea, the reader takes the branch for one part of the path
  const name = encodeURIComponent(branch);
  const parts = branch.split('/').map(encodeURIComponent).join('/');
  const places: Record<string, string> = {
    gitea: `src/branch/${name}`,
    github: `blob/${parts}`,
    gitlab: `-/blob/${parts}`,
  };
  return places[type] && `${url}/${places[type]}/${path}`;
}
