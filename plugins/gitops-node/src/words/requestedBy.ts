import { cell, inert, line } from './inert';

/** Who asked for a change. @public */
export interface Requester {
  /** As people call them: any text */
  name: string;
  /** Reference of their entity, such as `user:default/ana`, or the name of a plugin or a token */
  ref: string;
}

/**
 * The trailer of a commit that says who asked for it: `Requested-by: Ana (user:default/ana)`. A
 * name can't add another trailer.
 *
 * @public
 */
export function requestedByTrailer({ name, ref }: Requester): string {
  return `Requested-by: ${line(inert(name))} (${ref})`;
}

/**
 * The same in a sentence of Markdown: `requested by Ana (user:default/ana)`. A name can't add a
 * link.
 *
 * @public
 */
export function requestedByMarkdown({ name, ref }: Requester): string {
  return `requested by ${cell(name)} (${cell(ref)})`;
}
