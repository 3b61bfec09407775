/** Whether a webhook's address is on this machine: a simulation calls nobody else. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return (
    ['http:', 'https:'].includes(protocol) &&
    /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
  );
}
