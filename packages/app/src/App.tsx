import { createApp } from '@backstage/frontend-defaults';
import { navigation } from './nav';

/** The plugins are those of package.json (`app.packages: all`); signing in is as a guest, the default. */
export default createApp({ features: [navigation] });
