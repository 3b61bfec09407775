import type { Application } from '../argocd/Application';
import type { Diagnosis } from './Diagnosis';

/** All that is known of one Application. Never changed in place: whatever becomes known makes a new one. */
export interface Entry {
  /** As the list or the stream last showed it */
  readonly application: Application;
  /** Lists have not had it since then, in milliseconds since the epoch; absent while they have it */
  readonly missingSince?: number;
  /** Read for exactly this application object */
  readonly diagnosis?: Diagnosis;
}
