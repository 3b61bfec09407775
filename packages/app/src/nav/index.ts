import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SidebarContent } from './SidebarContent';

export const navigation = createFrontendModule({
  pluginId: 'app',
  extensions: [SidebarContent],
});
