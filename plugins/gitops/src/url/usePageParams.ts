import * as frontendPluginApi from '@backstage/frontend-plugin-api';
import { useNavigate, useSearchParams } from 'react-router-dom';

type UsePageParams = () => [
  URLSearchParams,
  (
    next: (previous: URLSearchParams) => URLSearchParams,
    options?: { replace?: boolean },
  ) => void,
];

/**
 * The parameters of the page's address. Backstage has hooks of its own since 1.57. Before, they are
 * React Router's. The exports are looked up by name at run time, since bundlers reject an import
 * that is missing.
 */
export const usePageParams: UsePageParams =
  Reflect.get(frontendPluginApi, 'useAppSearchParams') ?? useSearchParams;

/** What leads to another page of the portal. */
export const useOpenPage: () => (path: string) => void =
  Reflect.get(frontendPluginApi, 'useAppNavigate') ?? useNavigate;
