import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { JsonObject } from '@backstage/types';

/** An agent that speaks to a backend's MCP server with somebody's token. */
export class Agent {
  /** All that it was answered */
  readonly heard: string[] = [];
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  /**
   * @param authorization - as it stands in the header. @throws Error where the server does not let
   *   it in
   */
  static async connect(backend: string, authorization: string): Promise<Agent> {
    const client = new Client({ name: 'agent', version: '1.0.0' });
    await client.connect(
      new StreamableHTTPClientTransport(
        new URL(`${backend}/api/mcp-actions/v1`),
        { requestInit: { headers: { authorization } } },
      ),
    );
    return new Agent(client);
  }

  async tools() {
    return (await this.#client.listTools()).tools;
  }

  /** What a tool returns. @throws Error with the text of a refusal */
  async call(name: string, input: JsonObject): Promise<any> {
    const { isError, content, structuredContent } = await this.#client.callTool(
      { name, arguments: input },
    );
    const [{ text }] = content as { text: string }[];
    this.heard.push(text);
    if (isError) throw new Error(text);
    return structuredContent;
  }

  /** The text with which a tool refuses. @throws Error where it does not */
  async refusal(name: string, input: JsonObject): Promise<string> {
    const answer = await this.call(name, input).then(
      output => ({ output }),
      ({ message }: Error) => ({ message }),
    );
    if ('output' in answer)
      throw new Error(`${name} returned ${JSON.stringify(answer.output)}`);
    return answer.message;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
