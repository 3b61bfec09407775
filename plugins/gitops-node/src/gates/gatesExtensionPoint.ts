import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { ReadingGate } from './Gate';

/**
 * Adds gates to those that come along, from a backend module.
 *
 * @public
 */
export interface GitopsGatesExtensionPoint {
  addGate<Facts>(gate: ReadingGate<Facts>): void;
}

/** @public */
export const gitopsGatesExtensionPoint =
  createExtensionPoint<GitopsGatesExtensionPoint>({ id: 'gitops.gates' });
