import type { RepositoryOptions, SeedCommit } from '../forge/createRepository';
import { services } from './services';

const owner = 'shop';
const name = 'services';
const day = 24 * 60 * 60_000;

/** Versions of the seed, from before the first that runs to after the last that is built. */
const minors = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const oldest = 30 * day;

const people = [
  'Ana Ribeiro <ana@example.com>',
  'Jonas Weber <jonas@example.com>',
  'Mei Tanaka <mei@example.com>',
];
const works = [
  'Answer within a second when the cache is cold',
  'Round amounts to cents',
  'Retry when the database is restarted',
  'Say which field of a request is wrong',
  'Drop an index that nothing reads',
  'Measure how long each call takes',
  'Keep the order of events for one customer',
];

/** Where the source of a service is, as its catalog entity names it. */
export function sourceLocation(forge: string, service: string): string {
  return `url:${forge}/${owner}/${name}/src/branch/main/${service}/`;
}

/**
 * The source of all services, a folder each, with tags such as `orders/v1.5.1`: each version of a
 * service has one to three commits of its own.
 */
export function sourceRepository(now: number): RepositoryOptions {
  const releases = minors.flatMap(minor =>
    services.map(service => ({
      service,
      version: `1.${minor}.${service.patch}`,
    })),
  );
  const commits: SeedCommit[] = [];
  let pull = 0;
  for (const [release, { service, version }] of releases.entries()) {
    const date = now - oldest + (oldest * release) / releases.length;
    const changes = 1 + (release % 3);
    for (let change = 0; change < changes; change++) {
      const work = works[(release + change * 2) % works.length];
      const isMerged = change === 0;
      if (isMerged) pull += 1;
      commits.push({
        message: isMerged ? `${work} (#${pull})` : work,
        author: people[(release + change) % people.length],
        date: new Date(date + change * 60_000).toISOString(),
        files: new Map([
          [`${service.name}/CHANGES.md`, `# ${version}\n\n${work}\n`],
        ]),
        tags:
          change === changes - 1 ? [`${service.name}/v${version}`] : undefined,
      });
    }
  }
  return {
    owner,
    name,
    description: 'The source of the services of the shop',
    commits,
  };
}
