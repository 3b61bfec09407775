import type { RepositoryName } from './repositories';

/** Environments of the seed, in their order. */
export const environments = [
  'dev',
  'test',
  'staging',
  'preprod',
  'production',
] as const;
export type Environment = (typeof environments)[number];

export interface SeedService {
  name: string;
  /** Where its manifests are */
  repository: RepositoryName;
  project: 'team-a' | 'team-b';
  description: string;
  system: string;
  /** Last number of its versions, as recorded: `1.9.2` in dev, `1.8.2` in test */
  patch: number;
}

export const services: readonly SeedService[] = [
  {
    name: 'catalog',
    repository: 'gitops',
    project: 'team-a',
    system: 'storefront',
    patch: 2,
    description: 'Products and their texts',
  },
  {
    name: 'identity',
    repository: 'gitops',
    project: 'team-b',
    system: 'platform',
    patch: 5,
    description: 'Sign-in and sessions',
  },
  {
    name: 'inventory',
    repository: 'gitops',
    project: 'team-b',
    system: 'fulfilment',
    patch: 3,
    description: 'What is in stock, and where',
  },
  {
    name: 'ledger',
    repository: 'gitops',
    project: 'team-a',
    system: 'billing',
    patch: 10,
    description: 'Double-entry bookkeeping',
  },
  {
    name: 'notifications',
    repository: 'engagement',
    project: 'team-a',
    system: 'platform',
    patch: 6,
    description: 'Mail and push messages',
  },
  {
    name: 'orders',
    repository: 'gitops',
    project: 'team-b',
    system: 'storefront',
    patch: 1,
    description: 'Carts and orders',
  },
  {
    name: 'payments',
    repository: 'gitops',
    project: 'team-a',
    system: 'billing',
    patch: 0,
    description: 'Card payments and refunds',
  },
  {
    name: 'pricing',
    repository: 'gitops',
    project: 'team-a',
    system: 'storefront',
    patch: 8,
    description: 'Prices and discounts',
  },
  {
    name: 'reviews',
    repository: 'engagement',
    project: 'team-b',
    system: 'storefront',
    patch: 9,
    description: 'Customer reviews',
  },
  {
    name: 'search',
    repository: 'gitops',
    project: 'team-b',
    system: 'storefront',
    patch: 7,
    description: 'Full-text search of products',
  },
  {
    name: 'shipping',
    repository: 'gitops',
    project: 'team-a',
    system: 'fulfilment',
    patch: 4,
    description: 'Parcels and their tracking',
  },
  {
    name: 'webhooks',
    repository: 'gitops',
    project: 'team-b',
    system: 'platform',
    patch: 11,
    description: 'Events for partners',
  },
];

const firstMinor: Record<Environment, number> = {
  dev: 8,
  test: 7,
  staging: 6,
  preprod: 5,
  production: 4,
};

/** Version before (`steps` 0) or after so many promotions. */
export function versionOf(
  service: SeedService,
  environment: Environment,
  steps: number,
): string {
  return `1.${firstMinor[environment] + steps}.${service.patch}`;
}

/** @throws Error where the seed has none of that name */
export function serviceNamed(name: string): SeedService {
  const service = services.find(candidate => candidate.name === name);
  if (!service) throw new Error(`The seed has no service ${name}`);
  return service;
}
