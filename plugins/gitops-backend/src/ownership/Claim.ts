import type { Application } from '../argocd/Application';
import type { Ownership } from './ownerOf';

/**
 * An Application as one caller meets it: on the page of an entity that refers to it, or by itself.
 */
export interface Claim {
  readonly application: Application;
  readonly environment: string;
  readonly ownership: Ownership;
  /**
   * The entity whose page shows it is an owner; by itself, an Application that has owners is their
   * own
   */
  readonly isOwn: boolean;
  /** The caller may see it as each of its owners' */
  readonly isVisible: boolean;
}
