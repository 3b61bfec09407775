import type { StoredFreeze } from '../StoredFreeze';

/** A freeze of production since Monday morning, with no end, but for what is given. */
export function storedFreeze(given: Partial<StoredFreeze> = {}): StoredFreeze {
  return {
    id: '3f6f0b0e-8f0a-4a53-9f77-0b8f0f6b9b11',
    services: ['*'],
    environments: ['production'],
    reason: 'Audit',
    from: '2026-11-23T06:00:00.000Z',
    timeZone: 'UTC',
    createdBy: { ref: 'user:default/ana', name: 'Ana Lima' },
    createdAt: '2026-11-23T06:00:00.000Z',
    ...given,
  };
}
