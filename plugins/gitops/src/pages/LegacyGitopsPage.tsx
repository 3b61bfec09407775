import { useRouteRef } from '@backstage/core-plugin-api';
import { PluginHeader } from '@backstage/ui';
import { RiGitBranchLine } from '@remixicon/react';
import { ComponentType } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router-dom';
import { legacyRootRouteRef } from '../legacyRoutes';
import { lazily } from '../parts/lazily';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { SubPageName, subPages } from './subPages';

const pages = Object.entries(subPages).map(([name, load]) => ({
  name: name as SubPageName,
  Content: lazily(load as () => Promise<ComponentType>),
}));

/** The former frontend system leaves the header and its tabs to the page. */
export function LegacyGitopsPage() {
  const t = useGitopsTranslation();
  const root = useRouteRef(legacyRootRouteRef)();
  const { search } = useLocation();
  return (
    <>
      <PluginHeader
        title={t('page.title')}
        icon={<RiGitBranchLine />}
        tabs={pages.map(({ name }) => ({
          id: name,
          label: t(`pages.${name}`),
          href: `${root}/${name}`,
          matchStrategy: 'prefix',
        }))}
      />
      <Routes>
        {pages.map(({ name, Content }) => (
          <Route key={name} path={`${name}/*`} element={<Content />} />
        ))}
        <Route
          path="*"
          element={
            <Navigate to={`${root}/${pages[0].name}${search}`} replace />
          }
        />
      </Routes>
    </>
  );
}
