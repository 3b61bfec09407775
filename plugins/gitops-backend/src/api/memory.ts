/** A caller's authorisation and the entity are looked up at most this often. */
export const REMEMBER_MS = 10_000;
export const MAX_REMEMBERED = 20_000;
