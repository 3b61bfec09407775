import { Gate, warn } from './Gate';

/** Tells of hooks that run with the new image before the workload, as migrations do. */
export const migration: Gate = {
  name: 'migration',
  check({ kind, migrations, version, target }) {
    if ('unreadable' in migrations)
      return warn(
        `Whether a migration runs with ${version} isn't known (${migrations.unreadable}).`,
      );
    if (migrations.value.length === 0) return undefined;
    const names = migrations.value.join(' and ');
    const run = migrations.value.length > 1 ? 'run' : 'runs';
    if (kind === 'rollback')
      return warn(
        `${names} ${run} again, with ${version}. What a later migration changed is not undone.`,
      );
    const stays = target.running ? ` ${target.running} keeps running` : '';
    return warn(
      `${names} ${run} with ${version} before the workload; if it fails,${
        stays || ' nothing is deployed'
      }.`,
    );
  },
};
