import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef, type UserEntity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import { GitHosts } from 'backstage-plugin-gitops-node';
import { Sandbox, SandboxOptions, startSandbox } from 'sandbox';
import { createActions } from '../createActions';
import { allowedRepositories } from '../repositories/allowedRepositories';
import type { Allowed } from '../secrets/allowedSecrets';
import { manifestProblems } from './manifestProblems';

/** The checkpoints of a task, which survive crashes. */
export type TaskState = Map<string, JsonValue | undefined>;

export interface RunOptions {
  workspace?: string;
  isDryRun?: boolean;
  signal?: AbortSignal;
  /** Who started the task */
  user?: { ref: string; entity?: UserEntity };
  /** Of the task; a new one by default */
  state?: TaskState;
  /** Told before and after each checkpoint; what it throws ends the task there, as a crash would */
  onCheckpoint?(when: 'before' | 'after', key: string): void;
}

/** Of the audit log, with how it ended. */
type AuditEntry = JsonObject & { eventId: string };

export interface Ran {
  output: Record<string, any>;
  log: string;
}

/** The actions over a sandbox's forge, in workspaces of their own. */
export class Lab {
  readonly hosts: GitHosts;
  /** Entities that the catalog has, by their references */
  readonly catalog = new Map<string, object>();
  /** What the catalog answers to a location */
  addLocation: CatalogService['addLocation'] = async () => {
    throw new Error('This catalog takes no locations');
  };
  /** Patterns of the addresses that actions may use; any where absent */
  repositories: string[] | undefined;
  /** What the actions have written to the audit log */
  readonly audit: AuditEntry[] = [];
  /** What entries of a service in a secret store begin with; the defaults where absent */
  secretKeyPrefixes: string[] | undefined;
  /** Whose Components own Applications; the default where absent */
  catalogNamespaces: string[] | undefined;
  /** Findings that the platform allows */
  allowedSecrets: Allowed[] = [];
  /** How versions arrive in the portal's environments */
  promotionModes: ReadonlyMap<string, string> | undefined;
  /** Where the portal's backend answers */
  portal = 'http://127.0.0.1:9';
  readonly #workspaces: string[] = [];

  private constructor(readonly sandbox: Sandbox) {
    const { integrations } = this;
    this.hosts = GitHosts.fromConfig(new ConfigReader({ integrations }));
  }

  static async start(options: SandboxOptions = {}): Promise<Lab> {
    return new Lab(
      await startSandbox({ speed: 20, noticeDelayMs: 20, ...options }),
    );
  }

  /** The forge, as a portal is told of it. */
  get integrations(): JsonObject {
    return {
      gitea: [
        {
          host: new URL(this.url).host,
          baseUrl: this.url,
          username: 'sandbox',
          password: this.sandbox.token,
        },
      ],
    };
  }

  get url(): string {
    return this.sandbox.forge!.url;
  }

  /** Of a repository of the forge */
  address(name = 'platform/gitops'): string {
    return `${this.url}/${name}`;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    for (const folder of this.#workspaces)
      await rm(folder, { recursive: true, force: true });
  }

  async workspace(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'workspace-'));
    this.#workspaces.push(folder);
    return folder;
  }

  /** Runs one action as a task's step does. */
  async run(
    id: string,
    input: JsonObject,
    options: RunOptions = {},
  ): Promise<Ran> {
    const action = createActions({
      hosts: allowedRepositories(
        this.hosts,
        new ConfigReader({
          scaffolder: { gitops: { repositories: this.repositories } },
        }),
      ),
      auth: mockServices.auth(),
      auditor: {
        createEvent: async ({ eventId, meta }) => {
          const entry: AuditEntry = { eventId, ...meta };
          this.audit.push(entry);
          return {
            success: async more =>
              void Object.assign(entry, { outcome: 'success' }, more?.meta),
            fail: async ({ error }) =>
              void Object.assign(entry, { outcome: error.message }),
          };
        },
      },
      discovery: {
        getBaseUrl: async plugin => `${this.portal}/api/${plugin}`,
        getExternalBaseUrl: async plugin => `${this.portal}/api/${plugin}`,
      },
      catalog: {
        getEntityByRef: async ref =>
          this.catalog.get(
            typeof ref === 'string' ? ref : stringifyEntityRef(ref),
          ) as never,
        addLocation: (...asked) => this.addLocation(...asked),
      },
      catalogNamespaces: this.catalogNamespaces,
      secretKeyPrefixes: this.secretKeyPrefixes,
      allowedSecrets: this.allowedSecrets,
      promotionModes: this.promotionModes,
    }).find(one => one.id === id)!;
    const lines: string[] = [];
    const output: Ran['output'] = {};
    const say = (line: string) => void lines.push(line);
    const logger = {
      info: say,
      warn: say,
      error: say,
      debug: say,
      child: () => logger,
    };
    const state: TaskState = options.state ?? new Map();
    const workspacePath = options.workspace ?? (await this.workspace());
    await action.handler({
      input: input as never,
      logger,
      workspacePath,
      isDryRun: options.isDryRun,
      signal: options.signal,
      task: { id: 'task-1' },
      user: options.user,
      output: (name, value) => void (output[String(name)] = value),
      async checkpoint({ key, fn }) {
        if (state.has(key)) return state.get(key) as never;
        options.onCheckpoint?.('before', key);
        const value = await fn();
        options.onCheckpoint?.('after', key);
        state.set(key, value as JsonValue);
        return value;
      },
      createTemporaryDirectory: () => this.workspace(),
      getInitiatorCredentials: async () => mockCredentials.user(),
    });
    await checkManifests(workspacePath, input, output.files);
    return { output, log: lines.join('\n') };
  }

  /** What the forge answers. @throws Error where it refuses */
  async forge(
    method: string,
    path: string,
    body?: object,
    repository = 'platform/gitops',
  ): Promise<any> {
    const response = await fetch(
      `${this.url}/api/v1/repos/${repository}${path && `/${path}`}`,
      {
        method,
        headers: {
          authorization: `token ${this.sandbox.token}`,
          connection: 'close',
          'content-type': 'application/json',
        },
        body: body && JSON.stringify(body),
      },
    );
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${response.status} to ${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  pulls(): Promise<any[]> {
    return this.forge('GET', 'pulls?state=all&limit=50');
  }

  /** A file of a branch; undefined where there is none. */
  async read(path: string, ref = 'main'): Promise<string | undefined> {
    const found = await this.forge(
      'GET',
      `contents/${path}?ref=${encodeURIComponent(ref)}`,
    ).catch(() => undefined);
    return found && Buffer.from(found.content, 'base64').toString('utf8');
  }

  /** Commits to main, as others do. */
  async write(path: string, text: string): Promise<void> {
    const before = await this.forge('GET', `contents/${path}`).catch(
      () => undefined,
    );
    await this.forge(before ? 'PUT' : 'POST', `contents/${path}`, {
      branch: 'main',
      sha: before?.sha,
      message: `Change ${path}`,
      content: Buffer.from(text).toString('base64'),
    });
  }
}

/** Fails where an API server would not take what an action has written. */
async function checkManifests(
  workspace: string,
  { targetPath = 'gitops' }: { targetPath?: JsonValue },
  files: string[] = [],
): Promise<void> {
  for (const file of files.filter(one => /\.ya?ml$/.test(one))) {
    const path = `${targetPath}/${file}`;
    const text = await inWorkspace(workspace, path).catch(() => '');
    // In an overlay, a Deployment is a patch of that of the base
    if (file.includes('/envs/') && text.includes('kind: Deployment')) continue;
    expect([file, manifestProblems(text)]).toEqual([file, []]);
  }
}

/** A file that a task has written. */
export function inWorkspace(workspace: string, path: string): Promise<string> {
  return readFile(join(workspace, path), 'utf8');
}

/** The sentence of what is thrown, with its name. */
export function refusalOf(doing: Promise<unknown>): Promise<string> {
  return doing.then(
    () => 'not refused',
    error => `${error.name}: ${error.message}`,
  );
}
