import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ForgeError } from '../ForgeError';
import { people, personNamed } from '../people';

const sessionCookie = 'sandbox_forge_session';
const personCookie = 'sandbox_forge_person';
const secret = randomBytes(32);

/** A browser, known by a random cookie to which the tokens of its forms are bound. */
export class Visitor {
  private readonly session: string;
  private readonly cookies: string[] = [];
  /** Who the browser acts as */
  readonly login: string;

  constructor(private readonly req: IncomingMessage) {
    const known = parseCookies(req.headers.cookie ?? '');
    const session = known.get(sessionCookie);
    this.session =
      session && /^[\w-]{43}$/.test(session)
        ? session
        : randomBytes(32).toString('base64url');
    if (this.session !== session) this.setCookie(sessionCookie, this.session);
    this.login = (
      personNamed(known.get(personCookie) ?? null) ?? people[0]
    ).login;
  }

  /** Goes into every form */
  get formToken(): string {
    return createHmac('sha256', secret)
      .update(this.session)
      .digest('base64url');
  }

  /** Refuses a form that another site sent in this browser's name. @throws ForgeError 403 */
  checkForm(form: URLSearchParams): void {
    const given = Buffer.from(form.get('_csrf') ?? '');
    const wanted = Buffer.from(this.formToken);
    const { origin, host } = this.req.headers;
    const isForeign =
      origin !== undefined &&
      (!URL.canParse(origin) || new URL(origin).host !== host);
    if (
      isForeign ||
      given.length !== wanted.length ||
      !timingSafeEqual(given, wanted)
    ) {
      throw new ForgeError(
        403,
        'This form is too old or not from here. Load the page again and repeat',
      );
    }
  }

  /** Remembers who acts. @throws ForgeError 422 for a name that cannot be chosen */
  choose(name: string | null): string {
    const person = personNamed(name);
    if (!person) throw new ForgeError(422, 'Choose who you are');
    this.setCookie(personCookie, person.login);
    return person.login;
  }

  get headers(): Record<string, string[]> {
    return this.cookies.length ? { 'Set-Cookie': this.cookies } : {};
  }

  private setCookie(name: string, value: string): void {
    this.cookies.push(`${name}=${value}; Path=/; HttpOnly; SameSite=Lax`);
  }
}

function parseCookies(header: string): Map<string, string> {
  const pairs = header.split(';').map(pair => pair.trim().split('='));
  return new Map(pairs.map(([name, value = '']) => [name, value]));
}
