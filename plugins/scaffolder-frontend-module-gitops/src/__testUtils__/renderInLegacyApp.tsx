import {
  AppIcons,
  AppOptions,
  createSpecializedApp,
  FlatRoutes,
  NoOpAnalyticsApi,
} from '@backstage/core-app-api';
import {
  AnyApiFactory,
  alertApiRef,
  analyticsApiRef,
  createApiFactory,
  errorApiRef,
  storageApiRef,
} from '@backstage/core-plugin-api';
import { mockApis } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { themes, UnifiedThemeProvider } from '@backstage/theme';
import { render } from '@testing-library/react';
import { ReactNode } from 'react';
import { MemoryRouter } from 'react-router-dom';

const Nothing = () => null;

/** Shows routes in an app of the former frontend system, as `@backstage/app-defaults` makes it. */
export function renderInLegacyApp(
  routes: ReactNode,
  options: {
    path: string;
    apis: AnyApiFactory[];
    translations: AppOptions['__experimentalTranslations'];
  },
) {
  const app = createSpecializedApp({
    apis: [
      createApiFactory(alertApiRef, mockApis.alert()),
      createApiFactory(analyticsApiRef, new NoOpAnalyticsApi()),
      createApiFactory(errorApiRef, mockApis.error()),
      createApiFactory(permissionApiRef, mockApis.permission()),
      createApiFactory(storageApiRef, mockApis.storage()),
      ...options.apis,
    ],
    components: {
      NotFoundErrorPage: Nothing,
      BootErrorPage: Nothing,
      Progress: Nothing,
      ErrorBoundaryFallback: Nothing,
      Router: ({ children }) => (
        <MemoryRouter initialEntries={[options.path]}>{children}</MemoryRouter>
      ),
      ThemeProvider: ({ children }) => (
        <UnifiedThemeProvider theme={themes.light}>
          {children}
        </UnifiedThemeProvider>
      ),
    },
    icons: {} as AppIcons,
    plugins: [],
    themes: [],
    configLoader: async () => [],
    __experimentalTranslations: options.translations,
  });
  const Provider = app.getProvider();
  const Router = app.getRouter();
  render(
    <Provider>
      <Router>
        <FlatRoutes>{routes}</FlatRoutes>
      </Router>
    </Provider>,
  );
}
