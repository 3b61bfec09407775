// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  /** What is leased: who drives a row next, and when */
  const driven = table => {
    table
      .dateTime('due_at')
      .comment('When to look at it next; null once all is done');
    table
      .string('host', 255)
      .notNullable()
      .comment('Git host, so that a slow one does not hold up the others');
    table
      .dateTime('lease_until')
      .comment('Until when one replica has it, by the clock of the database');
    table.string('lease_ticket', 36).comment('Of the replica that has it');
    table
      .boolean('is_fenced')
      .notNullable()
      .defaultTo(false)
      .comment('Whether what the replica that has it writes is refused');
    table
      .integer('attempts')
      .notNullable()
      .defaultTo(0)
      .comment('Tries in a row that failed');
    table.index(['due_at']);
  };

  await knex.schema.createTable('gitops_pull_requests', table => {
    table.comment(
      'Pull requests of promotions: one for each repository and promotion, or for a release',
    );
    table.string('id', 36).primary();
    table
      .string('slot', 512)
      .unique()
      .comment(
        'What only one may be under way for; null where the promotion has the slot, and at the end',
      );
    table.text('repository_url').notNullable();
    table.string('repository', 255).notNullable().comment('As people name it');
    table.string('base', 255).notNullable();
    table.string('base_sha', 64).notNullable();
    table.string('branch', 255).notNullable();
    table
      .text('files', 'longtext')
      .notNullable()
      .comment('JSON: new bytes of each file, in base64, by its path');
    table.text('message').notNullable();
    table.text('title').notNullable();
    table.text('body', 'longtext').notNullable();
    table.text('labels').notNullable().comment('JSON');
    table.text('reviewers').notNullable().comment('JSON');
    table
      .string('state', 16)
      .notNullable()
      .comment('planned, open, merged, closed, failed');
    table.integer('number');
    table.text('url');
    table
      .string('head', 64)
      .comment('Of the branch as it was made: what may be merged');
    table.string('merge_commit', 64);
    table.text('ended_by');
    table.dateTime('opened_at');
    table.dateTime('ended_at');
    table
      .text('observed')
      .comment('JSON: checks, approvals, mergeability, head as last seen');
    table
      .text('refused')
      .comment('JSON: labels and reviewers that the host refused');
    table
      .text('close_comment')
      .comment('Why it is to be closed; null while it is not');
    table
      .text('merging_by')
      .comment('JSON: who has the portal merge it now; else null');
    table.text('refusal').comment('Why the host finally refused it');
    table
      .text('obstacle')
      .comment('JSON: what stands in the way; null where nothing does');
    driven(table);
  });

  await knex.schema.createTable('gitops_promotions', table => {
    table.comment(
      'Promotions, for ever: the record of who moved what, and why',
    );
    table.string('id', 36).primary();
    table
      .string('slot', 512)
      .unique()
      .comment('Service and environment while under way: only one may be');
    table.string('kind', 16).notNullable();
    table.string('service', 255).notNullable();
    table.string('from_environment', 63).notNullable();
    table.string('to_environment', 63).notNullable();
    table.string('version', 255).notNullable();
    table.string('previous', 255).notNullable();
    table.text('versions').notNullable().comment('JSON');
    table
      .text('targets')
      .notNullable()
      .comment('JSON: the Applications, each with what has to run');
    table
      .text('gates')
      .notNullable()
      .comment('JSON: their answers when it was requested');
    table.string('state', 16).notNullable();
    table.text('cause').notNullable().comment('JSON: why it is in its state');
    table
      .text('obstacle')
      .comment('JSON: what stands in the way; null where nothing does');
    table
      .string('requested_by', 255)
      .notNullable()
      .comment('Reference of the entity');
    table.text('requested_by_name').notNullable();
    table.text('reason').notNullable();
    table.boolean('overridden').notNullable();
    table.string('rolls_back', 36);
    table.string('superseded_by', 36);
    table.text('withdrawn_by').comment('JSON: who withdrew it');
    table.text('waves').notNullable().defaultTo('[]').comment('JSON');
    table
      .string('announced', 16)
      .comment('The last state that was told to people and the audit log');
    table.dateTime('requested_at').notNullable();
    table.dateTime('opened_at');
    table.dateTime('merged_at');
    table.dateTime('refreshed_at');
    table.dateTime('deploying_at');
    table.dateTime('ended_at');
    driven(table);
    table.index(['service', 'requested_at']);
  });

  await knex.schema.createTable('gitops_promotion_pull_requests', table => {
    table.comment('Which promotion is in which pull request');
    table
      .string('promotion_id', 36)
      .notNullable()
      .references('id')
      .inTable('gitops_promotions')
      .onDelete('CASCADE');
    table
      .string('pull_request_id', 36)
      .notNullable()
      .references('id')
      .inTable('gitops_pull_requests')
      .onDelete('CASCADE');
    table.primary(['promotion_id', 'pull_request_id']);
    table.index(['pull_request_id']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('gitops_promotion_pull_requests');
  await knex.schema.dropTable('gitops_promotions');
  await knex.schema.dropTable('gitops_pull_requests');
};
