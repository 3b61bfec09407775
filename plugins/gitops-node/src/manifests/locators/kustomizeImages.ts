import { parseImage, tagAndDigest } from '../../images';
import type { Locator, Search } from '../Locator';
import { scalarIn } from '../readDocuments';
import { VersionPlace, written } from '../VersionPlace';
import { deployedTexts, hasImage } from './deployedTexts';
import { imageAfter } from './imageChanges';
import {
  changesOf,
  imagesOf,
  Kustomization,
  kustomizationsOf,
} from './kustomizations';

/** `images` of the kustomization that an Application is made from. */
export const kustomizeImages: Locator = {
  name: 'Kustomize images',
  async find({ sources }, search) {
    const found = sources.map(async source => {
      const all = await kustomizationsOf(source, search);
      const texts = await deployedTexts(all, search);
      return all.flatMap(one => placesIn(one, texts, search));
    });
    return (await Promise.all(found)).flat();
  },
};

function placesIn(
  kustomization: Kustomization,
  texts: readonly string[] | undefined,
  search: Search,
): VersionPlace[] {
  const { repository, ref, file, document, yaml, given, isShared } =
    kustomization;
  const images = imagesOf(kustomization);
  const changes = changesOf(kustomization);
  if (images.length === 0 && !isShared)
    search.missed(`images[].newTag in ${file}, which names no image`);
  return images.flatMap((image, position) => {
    const at = (key: string) => ['images', position, key] as const;
    const tag = scalarIn(yaml, at('newTag'));
    const digest = scalarIn(yaml, at('digest'));
    const {
      name,
      newName,
      newTag,
      digest: pinned,
    } = (image ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string') return [];
    const reference = parseImage(String(newName ?? name));
    const isOwn = tag !== undefined || digest !== undefined;
    // An image without a tag takes the one that stands in its new name
    const isInName =
      !newTag &&
      !pinned &&
      typeof newName === 'string' &&
      (reference.tag ?? reference.digest) !== undefined;
    const key = tag === undefined && !newTag ? 'digest' : 'newTag';
    const path = written(at(isInName ? 'newName' : key));
    if (!isOwn && !isInName) {
      if (newTag || pinned)
        search.missed(`${path} in ${file}, where it stands behind an alias`);
      return [];
    }
    if (texts?.some(text => hasImage(text, name)) === false) {
      search.missed(
        `${path} in ${file}, which has no effect: none of the manifests has the image ${name}`,
      );
      return [];
    }
    const change = changes[position];
    const isGiven = given.some(
      one => one.name === change.name && one.hasVersion,
    );
    const called = change.newName ?? change.name;
    const deployed = isGiven
      ? undefined
      : imageAfter(called, changes.slice(position + 1));
    if (deployed === undefined) {
      search.missed(
        `${path} in ${file}, which a kustomization further out or the Application overrides`,
      );
      return [];
    }
    return {
      repository,
      ref,
      file,
      document,
      path,
      locator: kustomizeImages.name,
      current: {
        kind: 'image' as const,
        ...(isInName ? reference : {}),
        ...(tag === undefined ? {} : tagAndDigest(tag)),
        ...(digest === undefined ? {} : { digest }),
        repository: deployed,
      },
      ...(isInName && deployed !== reference.repository
        ? { writtenAs: reference.repository }
        : {}),
      scalars: {
        ...(isInName ? { reference: at('newName') } : {}),
        ...(tag === undefined ? {} : { tag: at('newTag') }),
        ...(digest === undefined ? {} : { digest: at('digest') }),
      },
      ...(isShared ? { isShared } : {}),
    };
  });
}
