import type { LinkDetail } from 'backstage-plugin-gitops-common';
import { toLine } from '../judgement/text';

/** Limits the links: anybody who can annotate an Ingress can add as many as they like. */
const MAX_LINKS = 50;

/**
 * Where to go from an Application: first the links that Argo CD is configured with, then the
 * addresses of its resources. Those come as `https://…` or, from an annotation, as
 * `title|https://…`. Anything but http and https addresses is left out.
 */
export function linksOf(
  deepLinks: readonly {
    title?: string | null;
    url?: string | null;
    description?: string | null;
  }[],
  externalUrls: readonly string[],
): LinkDetail[] {
  const links = [
    ...deepLinks.map(({ title, url, description }) =>
      linkOf('deepLink', url, title, description),
    ),
    ...externalUrls.map(text => {
      const end = /^https?:/i.test(text) ? -1 : text.indexOf('|');
      const title = text.slice(0, Math.max(end, 0));
      return linkOf('externalUrl', text.slice(end + 1), title);
    }),
  ];
  const byUrl = new Map<string, LinkDetail>();
  for (const link of links)
    if (link && !byUrl.has(link.url)) byUrl.set(link.url, link);
  return [...byUrl.values()].slice(0, MAX_LINKS);
}

function linkOf(
  kind: LinkDetail['kind'],
  address: string | null | undefined,
  title?: string | null,
  description?: string | null,
): LinkDetail | undefined {
  const url = webAddress(address ?? '');
  if (!url) return undefined;
  const place = `${url.host}${url.pathname}`.replace(/\/$/, '');
  return {
    kind,
    title: toLine(title ?? '') || place,
    description: toLine(description ?? '') || null,
    url: url.href,
  };
}

/** Without a user and a password, which some write into addresses. */
function webAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol)) return undefined;
  url.username = '';
  url.password = '';
  return url;
}
