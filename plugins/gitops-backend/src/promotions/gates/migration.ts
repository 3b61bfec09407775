import { Gate, warn } from './Gate';

/** Tells of hooks that run with the new image before the workload, as migrations do. */
export const migration: Gate = {
  name: 'migration',
  check({ kind, migrations, version, target }) {
    if ('unreadable' in migrations || migrations.value.length === 0)
      return undefined;
    const names = migrations.value.join(' and ');
    if (kind === 'rollback')
      return warn(
        `${names} runs again, with ${version}. What a later migration changed is not undone.`,
      );
    const stays = target.running ? ` ${target.running} keeps running` : '';
    return warn(
      `${names} runs with ${version} before the workload; if it fails,${
        stays || ' nothing is deployed'
      }.`,
    );
  },
};
