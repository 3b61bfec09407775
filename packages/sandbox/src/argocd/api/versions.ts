export const versions = ['2.14', '3.0', '3.2', '3.5'] as const;
export type ArgoVersion = (typeof versions)[number];

/** What of Argo CD's API depends on its version, as far as the recordings show. */
export interface Dialect {
  /** Answer of `/api/version`; the suffix says that this is a simulation */
  version: string;
  /** A list's mask knows `spec.source`, `spec.project`, … and `status.sync.revision` */
  hasSubPaths: boolean;
  /** `syncResult.resources[].images` (3.1) */
  hasResultImages: boolean;
  hasSourceHydrator: boolean;
}

export const dialects: Record<ArgoVersion, Dialect> = {
  '2.14': {
    version: 'v2.14.21+simulated',
    hasSubPaths: false,
    hasResultImages: false,
    hasSourceHydrator: false,
  },
  '3.0': {
    version: 'v3.0.23+simulated',
    hasSubPaths: false,
    hasResultImages: false,
    hasSourceHydrator: false,
  },
  '3.2': {
    version: 'v3.2.12+simulated',
    hasSubPaths: false,
    hasResultImages: true,
    hasSourceHydrator: true,
  },
  '3.5': {
    version: 'v3.5.1+simulated',
    hasSubPaths: true,
    hasResultImages: true,
    hasSourceHydrator: true,
  },
};
