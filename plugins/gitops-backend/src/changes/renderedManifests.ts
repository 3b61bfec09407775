import { parseManifest, textAt } from '../diagnosis/manifests';
import { turn } from '../argocd/turn';

/** A resource as Argo CD renders it. */
export interface RenderedManifest {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Undefined of a Secret: its values are not held */
  readonly manifest: object | undefined;
}

/** @param texts - JSON, as Argo CD answers it. Others than resources are left out */
export async function readRendered(
  texts: readonly string[],
): Promise<RenderedManifest[]> {
  const found: RenderedManifest[] = [];
  for (const text of texts) {
    // One may have a megabyte
    await turn();
    const manifest = parseManifest(text);
    const kind = textAt(manifest, 'kind');
    const name =
      textAt(manifest, 'metadata', 'name') ??
      textAt(manifest, 'metadata', 'generateName');
    if (!kind || !name) continue;
    const version = textAt(manifest, 'apiVersion') ?? '';
    found.push({
      group: version.includes('/') ? version.split('/')[0] : '',
      kind,
      namespace: textAt(manifest, 'metadata', 'namespace') ?? '',
      name,
      manifest: kind === 'Secret' ? undefined : manifest,
    });
  }
  return found;
}
