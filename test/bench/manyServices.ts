/**
 * What the services that a bench adds to the sandbox's seed run, by their environments: the version
 * of the first is what is promoted to the second.
 */
export const versions = { staging: '1.7.0', preprod: '1.6.0' };

/** @param first - number of the first one */
export function serviceNames(count: number, first = 1): string[] {
  return Array.from(
    { length: count },
    (_, index) => `service-${String(first + index).padStart(3, '0')}`,
  );
}

export function imageOf(service: string, version: string): string {
  return `registry.example.com/${service}:${version}`;
}
