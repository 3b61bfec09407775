import {
  ApplicationDeployment,
  PREVIEW_LABEL,
  PreviewDeployment,
  previewLinkTitle,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import { linksOf } from '../details/links';

/** A preview with its pull request. */
export function previewDeployment(
  deployment: ApplicationDeployment,
  { labels, externalUrls }: Pick<Application, 'labels' | 'externalUrls'>,
): PreviewDeployment {
  const number = labels[PREVIEW_LABEL];
  const link = linksOf([], externalUrls).find(
    ({ title }) => title === previewLinkTitle(number),
  );
  return { ...deployment, pullRequest: { number, url: link?.url ?? null } };
}

/** The newest pull request first. */
export function newestFirst(
  a: PreviewDeployment,
  b: PreviewDeployment,
): number {
  return (
    b.pullRequest.number.localeCompare(a.pullRequest.number, 'en', {
      numeric: true,
    }) || a.name.localeCompare(b.name)
  );
}
