import { english } from './english';
import { gitopsTranslationRef } from './gitopsTranslationRef';

// Backstage translates the titles of extensions since 1.57. Before, a ref is not a function, and
// titles are English
const isTranslated = typeof gitopsTranslationRef === 'function';

function subPage<Name extends keyof typeof english.pages>(name: Name) {
  return isTranslated
    ? gitopsTranslationRef(`pages.${name}`)
    : english.pages[name];
}

/** Titles of extensions. */
export const titles = {
  page: isTranslated ? gitopsTranslationRef('page.title') : english.page.title,
  deployments: isTranslated
    ? gitopsTranslationRef('tab.title')
    : english.tab.title,
  promotions: isTranslated
    ? gitopsTranslationRef('promotions.title')
    : english.promotions.title,
  pages: {
    fleet: subPage('fleet'),
    promotions: subPage('promotions'),
    freezes: subPage('freezes'),
    'application-sets': subPage('application-sets'),
    unclaimed: subPage('unclaimed'),
    metrics: subPage('metrics'),
    instances: subPage('instances'),
  },
};
