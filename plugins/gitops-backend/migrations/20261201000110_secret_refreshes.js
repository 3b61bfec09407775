// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('gitops_secret_refreshes', table => {
    table.comment(
      'Applications whose ExternalSecrets somebody had read from their stores again lately',
    );
    table
      .string('application', 512)
      .primary()
      .comment('Instance, namespace and name');
    table.dateTime('refreshed_at').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('gitops_secret_refreshes');
};
