/**
 * A text without the credentials in its addresses. Some write a token into a repository's address, and Argo CD and Git quote addresses in what they say.
 * Of `ssh://git@host` the user stays: it is part of the address. Takes linear time, whatever the text.
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(/(https?:\/\/)[^\s/]*@/gi, '$1')
    .replace(/([a-z0-9+.-]{1,20}:\/\/[^\s/:@]*):[^\s/]*@/gi, '$1@');
}
