// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('gitops_automatic_promotions', table => {
    table.comment(
      'Environments of services to which the portal promotes by itself',
    );
    table.string('service', 255).notNullable();
    table.string('environment', 63).notNullable();
    table
      .text('resumed_at')
      .comment('When somebody last resumed it: ISO 8601, as promotions end');
    table.text('resumed_by').comment('JSON: who');
    table
      .string('basis', 64)
      .comment('Stands for the deployments that were planned on last');
    table.dateTime('planned_at').comment('When a replica last began to plan');
    table
      .dateTime('due_at')
      .comment('Before that, the same is not planned again');
    table
      .text('outcome')
      .comment('JSON: why what was planned last was not requested');
    table.primary(['service', 'environment']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('gitops_automatic_promotions');
};
