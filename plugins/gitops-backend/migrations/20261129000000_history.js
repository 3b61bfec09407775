// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('gitops_deployments', table => {
    table.comment('Finished deployments of Applications, each once');
    table
      .string('id', 32)
      .primary()
      .comment('Hash of the Application and the start of its sync');
    table
      .text('application')
      .notNullable()
      .comment('Instance, namespace and name, separated by slashes');
    table.text('service').comment('Value of the service label');
    table.text('environment').notNullable();
    table.dateTime('started_at').notNullable();
    table.dateTime('finished_at').notNullable().comment('Of the sync');
    table.dateTime('healthy_at').comment('Null where nobody saw it healthy');
    table
      .string('result', 16)
      .notNullable()
      .comment('succeeded, failed, or unknown where nobody saw its end');
    table.text('cause').comment('JSON: why it failed');
    table.text('version').comment('Null where nobody saw what it deployed');
    table.text('images').notNullable().comment('JSON');
    table.text('revisions').notNullable().comment('JSON');
    table.text('started_by').comment('As Argo CD names the person or account');
    table.boolean('is_automated').comment('Null where Argo CD does not tell');
    table.index(['application', 'started_at']);
    table.index(['service', 'environment', 'application']);
    table.index(['finished_at']);
    // Delivery metrics read thousands of rows from these indexes alone
    table.index(
      [
        'environment',
        'finished_at',
        'application',
        'service',
        'result',
        'healthy_at',
      ],
      'gitops_deployments_metrics_index',
    );
  });

  await knex.schema.createTable('gitops_versions', table => {
    table.comment('Versions of services, numbered as they were first seen');
    table.increments('id');
    table.text('service').notNullable().comment('Value of the service label');
    table.text('version').notNullable();
    table.dateTime('last_at').notNullable().comment('End of its last sync');
    table.unique(['service', 'version']);
    table.index(['last_at']);
  });

  await knex.schema.createTable('gitops_version_arrivals', table => {
    table.comment('When versions first came to Applications');
    table.integer('version').notNullable().comment('Number of the version');
    table.text('environment').notNullable();
    table
      .bigInteger('place')
      .notNullable()
      .comment('Number of the Application there under its service label');
    table.dateTime('started_at').notNullable().comment('Of its first sync');
    table.dateTime('healthy_at').comment('First; null where nobody saw it');
    table.primary(['version', 'environment', 'place']);
    // Delivery metrics read thousands of rows from it alone
    table.index(['environment', 'healthy_at', 'version', 'place']);
    // PostgreSQL finds the arrivals of a span of versions in some environments by it
    table.index(['environment', 'version']);
  });

  await knex.schema.createTable('gitops_version_runs', table => {
    table.comment('What was seen to run of Applications, one row a version');
    table.increments('id');
    table
      .text('slot')
      .unique()
      .comment('The Application while this is its last version; else null');
    table.text('application').notNullable();
    table.text('service').comment('Value of the service label');
    table.text('environment').notNullable();
    table.text('version').notNullable();
    table.string('state', 16).notNullable().comment('The last one seen');
    table.dateTime('since').notNullable().comment('It is known to have run');
    table.dateTime('until').comment('Null while it is not known to have ended');
    table.dateTime('healthy_since').comment('Of its last healthy time');
    table.dateTime('healthy_until').comment('Null while it lasts');
    table.dateTime('changed_at').comment('Last change that Argo CD told of');
    table
      .text('artifacts')
      .comment('JSON: images and revisions when it was last healthy');
    table.index(['application']);
    table.index(['service', 'environment', 'application']);
    table.index(['service', 'version', 'environment']);
    table.index(['until']);
  });

  await knex.schema.createTable('gitops_history_watches', table => {
    table.comment('Until when changes of an Argo CD instance were recorded');
    table.text('instance').primary();
    table.dateTime('since').notNullable().comment('Since when without a gap');
    table.dateTime('until').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('gitops_history_watches');
  await knex.schema.dropTable('gitops_version_runs');
  await knex.schema.dropTable('gitops_version_arrivals');
  await knex.schema.dropTable('gitops_versions');
  await knex.schema.dropTable('gitops_deployments');
};
