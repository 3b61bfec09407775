import { lazily } from './parts/lazily';

/**
 * For a widget of the home page: what of the services of its reader needs attention, and what they
 * are to review. Nothing for readers who own nothing.
 *
 * @public
 */
export const GitopsHomePageContent: () => JSX.Element = lazily(() =>
  import(/* webpackChunkName: "gitops" */ './attention/ReadersAttention').then(
    m => m.ReadersAttention,
  ),
) as () => JSX.Element;
