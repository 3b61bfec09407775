import { Clock } from '../../Clock';
import { GitRepository } from '../../git/GitRepository';
import { Application } from '../Application';
import { ApplicationStore, Informer } from '../ApplicationStore';
import { Controller } from '../controller/Controller';
import { ActiveFailure } from '../failures/Failure';
import { Dialect } from './versions';

/** What the routes of one instance work on. */
export interface Context {
  store: ApplicationStore;
  controller: Controller;
  dialect: Dialect;
  clock: () => Clock;
  repositories: () => readonly GitRepository[];
  /** Compares with the heads of the branches, now */
  reconcile: () => Promise<void>;
  failure: () => ActiveFailure | undefined;
  account: { username: string; password: string; token: string };
  keepAliveMs: number;
  /** What the replica of argocd-server knows that answers this request */
  informer: (request: string) => Informer;
  /** Applications that a replica answers with: failures may hide some */
  visible: (informer: Informer) => readonly Application[];
}
