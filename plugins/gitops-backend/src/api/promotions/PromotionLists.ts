import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  gitopsPromotionReadPermission,
  promotionFilterSchema,
  PromotionPage,
} from 'backstage-plugin-gitops-common';
import type { z } from 'zod';
import type { Listing, Listings } from '../../promotions/store/Listings';
import type { WithPullRequests } from '../../promotions/store/listed';
import { cursorOf, PageEnd } from '../../promotions/store/pages';
import { slotOf } from '../../promotions/StoredPromotion';
import type { ReadablePlaces } from '../ReadablePlaces';
import { csvHeader, csvLine } from './promotionCsv';
import { presentItem } from './presentItem';
import type { PromotionReads } from './PromotionReads';

/** Promotions of one export. */
const MAX_EXPORTED = 100_000;
/** Read from the database at once for it. */
const EXPORTED_AT_ONCE = 500;

type Filter = z.output<typeof promotionFilterSchema>;

export interface PromotionListsOptions {
  places: Pick<ReadablePlaces, 'of'>;
  reads: Pick<PromotionReads, 'readableEnvironments'>;
  listings: Listings;
}

/** Lists promotions of every service that the caller may read. */
export class PromotionLists {
  readonly #options: PromotionListsOptions;

  constructor(options: PromotionListsOptions) {
    this.#options = options;
  }

  /** @throws NotAllowedError where the caller may read none at all */
  async page(
    filter: Filter,
    { after, limit }: { after?: PageEnd; limit: number },
    credentials: BackstageCredentials,
  ): Promise<PromotionPage> {
    const of = await this.#listing(filter, credentials);
    // One more than is shown tells whether there is another page
    const found = await this.#options.listings.page(of, {
      after,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = found.length > limit ? endOf(items) : undefined;
    return {
      items: items.map(presentItem),
      nextCursor: last ? cursorOf(last) : null,
    };
  }

  /**
   * All of them as lines of CSV, in parts.
   *
   * @throws InputError where they are more than one export holds
   */
  async export(
    filter: Filter,
    credentials: BackstageCredentials,
  ): Promise<AsyncIterable<string>> {
    const { listings } = this.#options;
    const of = await this.#listing(filter, credentials);
    const count = await listings.count(of);
    if (count > MAX_EXPORTED)
      throw new InputError(
        `These are ${count} promotions, and an export has ${MAX_EXPORTED} at most: ask for a shorter time with since and until`,
      );
    return lines(listings, of);
  }

  async #listing(
    { service, to, state, q, since, until }: Filter,
    credentials: BackstageCredentials,
  ): Promise<Listing> {
    const { places, reads, listings } = this.#options;
    const rest = { to, states: state, text: q, since, until };
    if (service !== undefined) {
      const readable = await reads.readableEnvironments(
        { service, to },
        credentials,
      );
      const slots = readable.environments.map(one =>
        slotOf(readable.service, one),
      );
      return { ...rest, places: new Set(slots) };
    }
    const readable = await places.of(
      gitopsPromotionReadPermission,
      credentials,
      () => listings.places(),
    );
    return {
      ...rest,
      places:
        readable === 'all'
          ? 'all'
          : new Set(readable.map(one => slotOf(one.service, one.environment))),
    };
  }
}

async function* lines(listings: Listings, of: Listing): AsyncGenerator<string> {
  yield csvHeader;
  let after: PageEnd | undefined;
  do {
    const found = await listings.page(of, { after, limit: EXPORTED_AT_ONCE });
    yield found.map(csvLine).join('');
    after = found.length === EXPORTED_AT_ONCE ? endOf(found) : undefined;
  } while (after);
}

function endOf(page: readonly WithPullRequests[]): PageEnd | undefined {
  const last = page.at(-1)?.promotion;
  return last && { at: last.requestedAt, id: last.id };
}
