import { Freeze } from 'backstage-plugin-gitops-common';
import { ago } from './deployments';
import { paymentsRef } from './promotions';

/** Payments is on hold in production, but for what is given. */
export function freeze(overrides: Partial<Freeze> = {}): Freeze {
  return {
    id: '3f6f0b0e-8f0a-4a53-9f77-0b8f0f6b9b11',
    services: [paymentsRef],
    environments: ['production'],
    reason: 'incident 4711',
    from: ago({ min: 35 }),
    until: null,
    timeZone: 'Europe/Berlin',
    createdBy: { ref: 'user:default/ana', name: 'Ana Kovač' },
    createdAt: ago({ min: 35 }),
    endedBy: null,
    endedAt: null,
    canEnd: false,
    ...overrides,
  };
}
