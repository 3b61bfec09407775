import { block, Gate, pass, refuse } from './Gate';

/** Blocks unless the source is well, and only this version runs there. */
export const health: Gate = {
  name: 'health',
  check({ kind, source, version }) {
    if (kind === 'rollback') return undefined;
    const { title, state, reason, staleSince, running } = source;
    if (running === null)
      return refuse(
        source.nothingRuns
          ? `Nothing runs in ${title}.`
          : `It isn't known what runs in ${title}.`,
      );
    if (staleSince !== null)
      return block(
        `What is known of ${title} is not current: ${version} ran there when Argo CD was last heard of.`,
      );
    if (running !== version)
      return block(`${running} run in ${title}, not ${version} alone.`);
    if (state !== 'healthy')
      return block(
        `${title} is not healthy${reason ? `: ${reason}` : ` (${state}).`}`,
      );
    return pass(`Only ${version} runs in ${title}, synced and healthy.`);
  },
};
