import type {
  ApplicationManifests,
  VersionPlace,
} from 'backstage-plugin-gitops-node';
import { asksFor } from '../tracking/Comparison';
import { textOf } from './moves';

/**
 * Whether a version reaches an Application by its own spec: an ApplicationSet takes it from a
 * generator, or another Application deploys it as `targetRevision`. Then no commit that is compared
 * to tells that it has arrived.
 *
 * @returns undefined where that isn't known: an annotated place may be either
 */
export function isInSpec(
  { locator, current }: VersionPlace,
  { applicationSet, parent, sources }: ApplicationManifests,
): boolean | undefined {
  if (locator === 'ApplicationSet' || locator === 'Application manifest')
    return true;
  const mayBe = applicationSet ?? parent;
  if (!locator.startsWith('annotation') || !mayBe) return false;
  // A chart may happen to have the version of an image
  const asked =
    current.kind === 'image'
      ? sources.map(({ targetRevision: _, ...source }) => source)
      : sources;
  return asksFor(asked, textOf(current)) ? true : undefined;
}
