import { Gate, warn } from './Gate';

/** Tells of hooks that run with the new image before the workload, as migrations do. */
export const migration: Gate = {
  name: 'migration',
  check({ kind, migrations, version, target }) {
    if ('unreadable' in migrations)
      return warn('migrationsUnreadable', {
        version,
        detail: migrations.unreadable,
      });
    const resources = [...migrations.value];
    if (resources.length === 0) return undefined;
    const { running } = target;
    if (kind === 'rollback')
      return warn(
        // After a failed migration, say: nothing differs from Git then, and no hook runs
        running === version ? 'migrationsNotUndone' : 'migrationsRunAgain',
        { resources, version },
      );
    return warn('migrationsRun', {
      resources,
      version,
      ...(running === null ? {} : { running }),
    });
  },
};
