/** Whether a text has a name in it, however either is written: `ordersApi` has `orders-api`. */
export function hasName(text: string, name: string): boolean {
  const plain = (one: string) => one.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(text).includes(plain(name));
}
