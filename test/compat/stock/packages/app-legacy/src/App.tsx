import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import { AlertDisplay, SignInPage } from '@backstage/core-components';
import { configApiRef, createApiFactory } from '@backstage/core-plugin-api';
import {
  ScmAuth,
  ScmIntegrationsApi,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';
import {
  CatalogEntityPage,
  CatalogIndexPage,
  EntityAboutCard,
  EntityLayout,
} from '@backstage/plugin-catalog';
import { ScaffolderPage } from '@backstage/plugin-scaffolder';
import { SignalsDisplay } from '@backstage/plugin-signals';
import { Grid } from '@material-ui/core';
import {
  EntityGitopsDeploymentsCard,
  EntityDeploymentsContent,
  EntityPromotionsContent,
  GitopsPage,
} from 'backstage-plugin-gitops/legacy';
import { gitopsFieldExtensions } from 'backstage-plugin-scaffolder-frontend-module-gitops/legacy';
import { Route } from 'react-router-dom';

const app = createApp({
  apis: [
    createApiFactory({
      api: scmIntegrationsApiRef,
      deps: { configApi: configApiRef },
      factory: ({ configApi }) => ScmIntegrationsApi.fromConfig(configApi),
    }),
    ScmAuth.createDefaultApiFactory(),
  ],
  components: {
    SignInPage: props => <SignInPage {...props} providers={['guest']} />,
  },
});

const overview = (
  <Grid container spacing={3} alignItems="stretch">
    <Grid item xs={12}>
      <EntityAboutCard />
    </Grid>
    <Grid item xs={12}>
      <EntityGitopsDeploymentsCard />
    </Grid>
  </Grid>
);

const entityPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      {overview}
    </EntityLayout.Route>
    <EntityLayout.Route path="/deployments" title="Deployments">
      <EntityDeploymentsContent />
    </EntityLayout.Route>
    <EntityLayout.Route path="/promotions" title="Promotions">
      <EntityPromotionsContent />
    </EntityLayout.Route>
  </EntityLayout>
);

const routes = (
  <FlatRoutes>
    <Route path="/" element={<CatalogIndexPage />} />
    <Route path="/catalog" element={<CatalogIndexPage />} />
    <Route
      path="/catalog/:namespace/:kind/:name"
      element={<CatalogEntityPage />}
    >
      {entityPage}
    </Route>
    <Route path="/create" element={<ScaffolderPage />}>
      {gitopsFieldExtensions}
    </Route>
    <Route path="/gitops" element={<GitopsPage />} />
  </FlatRoutes>
);

export default app.createRoot(
  <>
    <AlertDisplay />
    <SignalsDisplay />
    <AppRouter>{routes}</AppRouter>
  </>,
);
