import { createApp } from '@backstage/frontend-defaults';
import { navigation } from './nav';
import { signIn } from './signIn';

/** The plugins are those of package.json (`app.packages: all`). */
export default createApp({ features: [navigation, signIn] });
