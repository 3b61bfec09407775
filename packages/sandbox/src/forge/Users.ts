/** Somebody who owns repositories, writes commits or reviews. There are no accounts: a name is enough. */
export interface User {
  id: number;
  login: string;
  email: string;
  createdAt: Date;
}

/** How the user signs commits. */
export function personOf(user: User): { name: string; email: string } {
  return { name: user.login, email: user.email };
}

export class Users {
  private readonly byLogin = new Map<string, User>();

  constructor(private readonly clock: () => Date) {}

  ensure(login: string): User {
    const known = this.find(login);
    if (known) return known;
    const email = `${login
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '.')}@example.com`;
    const user = {
      id: this.byLogin.size + 1,
      login,
      email,
      createdAt: this.clock(),
    };
    this.byLogin.set(login.toLowerCase(), user);
    return user;
  }

  find(login: string): User | undefined {
    return this.byLogin.get(login.toLowerCase());
  }

  /** Whose commit it is; undefined for an author who is nobody here */
  byEmail(email: string): User | undefined {
    return [...this.byLogin.values()].find(user => user.email === email);
  }
}
