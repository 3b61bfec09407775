/** Somebody who wants to hear of a repository's events. */
export interface Webhook {
  readonly id: number;
  url: string;
  contentType: 'json' | 'form';
  secret: string;
  events: string[];
  active: boolean;
  readonly createdAt: Date;
  /** The last deliveries, newest first */
  readonly deliveries: Delivery[];
}

/** One attempt; there is no second. */
export interface Delivery {
  id: string;
  event: string;
  /** Status of the answer; absent where none came */
  status?: number;
  /** Why none came */
  error?: string;
}
