import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { MouseEvent, useCallback, useMemo } from 'react';
import { useOpenPage } from '../url/usePageParams';

/** Addresses of services' pages, and what opens them without loading the portal anew. */
export function useServiceLinks() {
  const linkTo = useEntityRefLink();
  const openPage = useOpenPage();
  const hrefOf = useCallback(
    (service: string, environment?: string) =>
      environment === undefined
        ? linkTo(service)
        : `${linkTo(service)}/deployments?environment=${encodeURIComponent(
            environment,
          )}`,
    [linkTo],
  );
  const open = useCallback(
    (event: MouseEvent) => {
      const isPlain =
        event.button === 0 &&
        !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
      const link = (event.target as Element).closest('a[data-column]');
      const href = link?.getAttribute('href');
      if (!isPlain || !href) return;
      event.preventDefault();
      openPage(href);
    },
    [openPage],
  );
  return useMemo(() => ({ hrefOf, open }), [hrefOf, open]);
}
