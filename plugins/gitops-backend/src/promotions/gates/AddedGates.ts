import { isError } from '@backstage/errors';
import type { GateAnswer } from 'backstage-plugin-gitops-common';
import {
  GatedPromotion,
  GateVerdict,
  ReadingGate,
  withDeadline,
} from 'backstage-plugin-gitops-node';
import { block } from './Gate';
import { FOUR_EYES } from './fourEyes';
import { answerOf, gates as builtIn } from './gates';

/** A plan waits this long for one gate at most. */
const TIMEOUT_MS = 10_000;

/** Gates of other plugins. Each reads what it judges, with a time limit of its own. */
export class AddedGates {
  readonly #gates: readonly ReadingGate<unknown>[];

  /** @throws Error where two gates have one name, or a name can't stand in a commit's trailer */
  constructor(gates: readonly ReadingGate<unknown>[]) {
    const names = new Set([...builtIn.map(({ name }) => name), FOUR_EYES]);
    for (const { name } of gates) {
      if (!/^[a-z][a-z0-9-]*$/.test(name))
        throw new Error(
          `The gate "${name}" needs another name: it begins with a letter and has lower-case letters, digits and hyphens only`,
        );
      if (names.has(name)) throw new Error(`Two gates are named "${name}"`);
      names.add(name);
    }
    this.#gates = gates;
  }

  get names(): readonly string[] {
    return this.#gates.map(({ name }) => name);
  }

  /** What each of them says. A gate that can't be asked blocks, and can be overridden. */
  async ask(
    promotion: GatedPromotion,
    signal: AbortSignal,
  ): Promise<GateAnswer[]> {
    const answers = await Promise.all(
      this.#gates.map(async gate => {
        const verdict = await verdictOf(gate, promotion, signal);
        return verdict ? [answerOf(gate.name, verdict)] : [];
      }),
    );
    return answers.flat();
  }
}

async function verdictOf(
  gate: ReadingGate<unknown>,
  promotion: GatedPromotion,
  caller: AbortSignal,
): Promise<GateVerdict | undefined> {
  const { signal, end } = withDeadline(caller, TIMEOUT_MS);
  try {
    signal.throwIfAborted();
    // A gate that ignores the signal is not waited for either
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
    const facts = await Promise.race([gate.read(promotion, signal), aborted]);
    const verdict = gate.check(facts);
    if (verdict && !['pass', 'warn', 'block'].includes(verdict.result))
      throw new Error(`It answers "${verdict.result}"`);
    return verdict;
  } catch (error) {
    return block('gateFailed', {
      detail: isError(error) ? error.message : String(error),
    });
  } finally {
    end();
  }
}
