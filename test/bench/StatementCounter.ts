import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What stands before each message but the first: its kind and its length */
const TYPE_BYTES = 1;
const LENGTH_BYTES = 4;
/** Offset of the parameters in the first message */
const PARAMETERS = 8;

/**
 * Stands between one replica and PostgreSQL, passes everything on, and counts the statements that
 * are sent to one database, by what the protocol says of them.
 */
export class StatementCounter {
  readonly #database: string;
  #counts = new Map<string, number>();
  #port = 0;

  private constructor(database: string) {
    this.#database = database;
  }

  static async before(
    serverPort: number,
    database: string,
  ): Promise<StatementCounter> {
    const counter = new StatementCounter(database);
    const proxy = createServer(client => {
      const server = connect(serverPort, '127.0.0.1');
      client.pipe(server).pipe(client);
      for (const socket of [client, server])
        socket.on('error', () => client.destroy() && server.destroy());
      counter.#readAlong(client);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    proxy.unref();
    counter.#port = (proxy.address() as AddressInfo).port;
    return counter;
  }

  /** Address for a replica. */
  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.#port}/postgres`;
  }

  /** How often each statement was sent since this was last asked. */
  take(): ReadonlyMap<string, number> {
    const counts = this.#counts;
    this.#counts = new Map();
    return counts;
  }

  #readAlong(client: Socket): void {
    let rest = Buffer.alloc(0);
    let database: string | undefined;
    /** What was parsed last: clients name it without its text when it is executed */
    let parsed = '';
    client.on('data', chunk => {
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (;;) {
        const start = database === undefined ? 0 : TYPE_BYTES;
        if (rest.length < start + LENGTH_BYTES) return;
        const end = start + rest.readInt32BE(start);
        if (rest.length < end) return;
        const message = rest.subarray(0, end);
        rest = rest.subarray(end);
        if (database === undefined) {
          database = databaseIn(message);
          continue;
        }
        const body = message.subarray(start + LENGTH_BYTES);
        const kind = String.fromCharCode(message[0]);
        const texts = body.toString('utf8').split('\0');
        if (kind === 'P') parsed = texts[1];
        if (database !== this.#database) continue;
        if (kind === 'Q') this.#count(texts[0]);
        if (kind === 'E') this.#count(parsed);
      }
    });
  }

  #count(statement: string): void {
    this.#counts.set(statement, (this.#counts.get(statement) ?? 0) + 1);
  }
}

/** Names and values in turn, each ended by a zero. */
function databaseIn(startup: Buffer): string {
  const texts = startup.toString('utf8', PARAMETERS).split('\0');
  return texts[texts.indexOf('database') + 1];
}
