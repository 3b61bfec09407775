/** An overlay's text with another tag of the service's image; the rest stays as it is. */
export function withTag(
  text: string,
  { service, version }: { service: string; version: string },
): string {
  if (/newTag: /.test(text))
    return text.replace(/newTag: ("[^"]*"|\S+)/, `newTag: "${version}"`);
  return `${text.trimEnd()}\nimages:\n  - name: registry.example.com/${service}\n    newTag: "${version}"\n`;
}
