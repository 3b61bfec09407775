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
      'Pull requests of promotions: one for each repository and promotion, or release',
    );
    table.string('id', 36).primary();
    table.text('repository_url').notNullable();
    table.string('repository', 255).notNullable().comment('As people name it');
    table.string('base', 255).notNullable();
    table.string('base_sha', 64).notNullable();
    table.string('branch', 255).notNullable();
    table
      .text('files', 'longtext')
      .notNullable()
      .comment('JSON: new bytes of each file, in base64, by its path');
    table
      .text('differences', 'longtext')
      .notNullable()
      .comment('JSON: how each file changes, as people read it');
    table.text('message').notNullable();
    table.text('title').notNullable();
    table.text('body', 'longtext').notNullable();
    table.text('labels').notNullable().comment('JSON');
    table.text('reviewers').notNullable().comment('JSON');
    table
      .text('reviewer_refs')
      .notNullable()
      .comment('JSON: users and groups of the portal who are to review it');
    table
      .boolean('is_kept_up_to_date')
      .notNullable()
      .defaultTo(false)
      .comment('Whether its branch follows its base without anybody asking');
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
    table
      .text('queued')
      .comment('JSON: who left the merge to the host, and what became of it');
    table
      .text('branch_update')
      .comment('JSON: how far its branch is brought up to date with its base');
    table.text('refusal').comment('Why the host finally refused it');
    table
      .text('obstacle')
      .comment('JSON: what stands in the way; null where nothing does');
    table
      .text('statuses', 'longtext')
      .comment('JSON: what our gates say of it, and whether the host was told');
    table
      .text('looked')
      .comment(
        'JSON: after how many hints it was looked at, and when to again',
      );
    table
      .integer('hints')
      .notNullable()
      .defaultTo(0)
      .comment(
        'How often somebody has said that there may be something to see',
      );
    driven(table);
    table.index(['state']);
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
    table
      .text('automatic')
      .comment('JSON: why the portal requested it; null where somebody did');
    table.boolean('overridden').notNullable();
    table.string('rolls_back', 36);
    table
      .string('release_id', 36)
      .comment('What those share that were requested as one; null for others');
    table.string('superseded_by', 36);
    table.text('withdrawn_by').comment('JSON: who withdrew it');
    table.text('waves').notNullable().defaultTo('[]').comment('JSON');
    table
      .text('passed')
      .notNullable()
      .comment(
        'JSON: all states that it has had, each with its cause and time',
      );
    table
      .integer('announced')
      .notNullable()
      .defaultTo(0)
      .comment(
        'How many of them people, other plugins and the audit log were told of',
      );
    table.dateTime('requested_at').notNullable();
    table.dateTime('opened_at');
    table.dateTime('merged_at');
    table.dateTime('refreshed_at');
    table.dateTime('deploying_at');
    table.dateTime('ended_at');
    driven(table);
    table.index(['service', 'requested_at']);
    table.index(['state']);
    table.index(['release_id']);
    table.index(['requested_at', 'id']);
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

  await knex.schema.createTable('gitops_workflow_starts', table => {
    table.comment(
      'Workflows that were started, so that two clicks are one run: one row for each kind of start',
    );
    table
      .string('key', 64)
      .primary()
      .comment('Hash of the workflow, its inputs and who started it');
    table.string('service', 255).notNullable();
    table.string('environment', 63).notNullable();
    table.string('version', 253).notNullable();
    table.dateTime('started_at').notNullable();
    table.index(['service', 'started_at']);
  });

  await knex.schema.createTable('gitops_freezes', table => {
    table.comment(
      'Freezes made at run time, for ever: the record of who froze what, and why',
    );
    table.string('id', 36).primary();
    table
      .string('slot', 64)
      .unique()
      .comment('The same is asked for once only; null where somebody ended it');
    table
      .text('services')
      .notNullable()
      .comment('JSON: references of entities, or * alone');
    table.text('environments').notNullable().comment('JSON: names, or * alone');
    table.text('reason').notNullable();
    table.dateTime('from_at').notNullable();
    table.dateTime('until_at').comment('Null where somebody has to end it');
    table.string('time_zone', 64).notNullable();
    table.text('created_by').notNullable().comment('JSON: who made it');
    table.dateTime('created_at').notNullable();
    table.text('ended_by').comment('JSON: who ended it before its time');
    table.dateTime('ended_at');
    table.index(['ended_at', 'until_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('gitops_workflow_starts');
  await knex.schema.dropTable('gitops_freezes');
  await knex.schema.dropTable('gitops_promotion_pull_requests');
  await knex.schema.dropTable('gitops_promotions');
  await knex.schema.dropTable('gitops_pull_requests');
};
