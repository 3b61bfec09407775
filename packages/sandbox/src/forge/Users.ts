import { personNamed } from './people';

/**
 * Somebody who owns repositories, writes commits or reviews. There are no accounts: a name is
 * enough.
 */
export interface User {
  id: number;
  login: string;
  fullName: string;
  email: string;
  createdAt: Date;
}

/** How the user signs commits. */
export function personOf(user: User): { name: string; email: string } {
  return { name: user.fullName || user.login, email: user.email };
}

export class Users {
  private readonly byLogin = new Map<string, User>();

  constructor(private readonly clock: () => Date) {}

  ensure(login: string): User {
    return this.find(login) ?? this.add(login);
  }

  private add(login: string): User {
    const email = `${login
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '.')}@example.com`;
    const user = {
      id: this.byLogin.size + 1,
      login,
      fullName: personNamed(login)?.name ?? '',
      email,
      createdAt: this.clock(),
    };
    this.byLogin.set(login.toLowerCase(), user);
    return user;
  }

  /** Somebody who was here, or could be: people are there from the beginning */
  find(login: string): User | undefined {
    const person = personNamed(login);
    return (
      this.byLogin.get(login.toLowerCase()) ??
      (person && this.add(person.login))
    );
  }

  /** Whose commit it is; undefined for an author who is nobody here */
  byEmail(email: string): User | undefined {
    return [...this.byLogin.values()].find(user => user.email === email);
  }
}
