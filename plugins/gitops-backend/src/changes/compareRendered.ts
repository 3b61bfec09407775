import type {
  RenderedDifference,
  RenderedResource,
} from 'backstage-plugin-gitops-common';
import { TRACKING_ANNOTATION, TRACKING_LABELS } from '../argocd/tracking';
import { turn } from '../argocd/turn';
import { fieldDifferences } from '../details/fieldDifferences';
import { toLine } from '../judgement/text';
import { pairRendered, RenderedPair, RenderedSide } from './pairRendered';

const MAX_RESOURCES = 50;

/** What has to differ between environments, and by which Argo CD finds what is its own. */
const IGNORED = new Set([
  'metadata.name',
  'metadata.namespace',
  `metadata.annotations.${TRACKING_ANNOTATION}`,
  // Of Argo CDs that share a cluster
  'metadata.annotations.argocd.argoproj.io/installation-id',
  ...TRACKING_LABELS.map(label => `metadata.labels.${label}`),
]);

/**
 * The fields in which the resources of two environments differ. Of Secrets it is only said where
 * there is one.
 */
export async function compareRendered(
  from: RenderedSide,
  to: RenderedSide,
): Promise<
  Pick<RenderedDifference, 'resources' | 'moreResources' | 'same' | 'secrets'>
> {
  const resources: RenderedResource[] = [];
  const counts = { moreResources: 0, same: 0, secrets: 0 };
  for (const pair of pairRendered(from, to)) {
    // One may have a megabyte
    await turn();
    const [one, other] = [pair.from?.manifest, pair.to?.manifest];
    const areBoth = pair.from !== undefined && pair.to !== undefined;
    const isSecret = (pair.from ?? pair.to)!.kind === 'Secret';
    if (areBoth && isSecret) {
      counts.secrets += 1;
      continue;
    }
    const { fields, moreFields } = areBoth
      ? fieldDifferences(one, other, IGNORED)
      : { fields: [], moreFields: 0 };
    if (areBoth && fields.length === 0) counts.same += 1;
    else if (resources.length === MAX_RESOURCES) counts.moreResources += 1;
    else
      resources.push({
        ...shownOf(pair),
        fields: fields.map(found => ({
          path: found.path,
          from: found.one,
          to: found.other,
        })),
        moreFields,
      });
  }
  return { resources, ...counts };
}

function shownOf({ from, to }: RenderedPair) {
  const { group, kind } = (from ?? to)!;
  return {
    group: toLine(group),
    kind: toLine(kind),
    from: from ? toLine(from.name) : null,
    to: to ? toLine(to.name) : null,
  };
}
