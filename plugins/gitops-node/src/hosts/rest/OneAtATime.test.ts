import { OneAtATime } from './OneAtATime';

describe('OneAtATime', () => {
  const { signal } = new AbortController();

  /** Work that ends when it is told to. */
  function held() {
    let end!: (error?: Error) => void;
    const over = new Promise<void>((resolve, reject) => {
      end = error => (error ? reject(error) : resolve());
    });
    return { work: () => over, end };
  }

  it('begins with the next when the one before is over, even if it failed', async () => {
    const works = new OneAtATime();
    const began: string[] = [];
    const { work, end } = held();
    const first = works.run('a', signal, work);
    const second = works.run('a', signal, async () => began.push('second'));
    await works.run('b', signal, async () => began.push('other'));
    expect(began).toEqual(['other']);
    end(new Error('failed'));
    await expect(first).rejects.toThrow('failed');
    await second;
    expect(began).toEqual(['other', 'second']);
  });

  it('does not begin for a caller that is gone, who does not wait either', async () => {
    const works = new OneAtATime();
    const began: string[] = [];
    const { work, end } = held();
    const first = works.run('a', signal, work);
    const caller = new AbortController();
    const second = works.run('a', caller.signal, async () =>
      began.push('second'),
    );
    caller.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    end();
    await first;
    await works.run('a', signal, async () => began.push('third'));
    expect(began).toEqual(['third']);
  });
});
