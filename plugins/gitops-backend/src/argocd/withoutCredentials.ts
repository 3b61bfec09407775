/**
 * A text without the credentials in its addresses. Some people write a token into a repository's
 * address, and Argo CD and Git quote addresses in their messages. The user of `ssh://git@host`
 * stays: it is part of the address. Takes linear time for any text.
 */
export function withoutCredentials(text: string): string {
  if (!text.includes('@')) return text;
  return text
    .replace(/(https?:\/\/)[^\s/]*@/gi, '$1')
    .replace(/([a-z0-9+.-]{1,20}:\/\/[^\s/:@]*):[^\s/]*@/gi, '$1@');
}
