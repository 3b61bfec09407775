/** As the catalog writes references, whatever case the address has. */
export function entityRefOf(
  kind: string,
  namespace: string,
  name: string,
): string {
  return `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US');
}
