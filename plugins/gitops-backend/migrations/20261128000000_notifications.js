// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('gitops_unwell_episodes', table => {
    table.comment(
      'Services that were unwell in an environment for so long that their owners are notified',
    );
    table.string('service', 400).notNullable();
    table.string('environment', 63).notNullable();
    table.dateTime('claimed_at').notNullable().comment('By the last replica');
    table.dateTime('sent_at').comment('Null until the notification was sent');
    table.dateTime('ended_at').comment('Null until it was healthy again');
    table.primary(['service', 'environment']);
  });

  await knex.schema.createTable('gitops_review_notifications', table => {
    table.comment('Pull requests whose reviewers were notified and that wait');
    table.string('pull_request_id', 36).primary();
    table.text('recipients').notNullable().comment('JSON: entity references');
    table.dateTime('due_at').notNullable().comment('When to notify again');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('gitops_review_notifications');
  await knex.schema.dropTable('gitops_unwell_episodes');
};
