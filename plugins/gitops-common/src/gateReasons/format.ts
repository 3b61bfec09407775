import { listIn } from '../lists';

const MAX_LISTED = 5;

type Unit = 'days' | 'hours' | 'minutes' | 'seconds';

/** From the largest on. */
const units: { name: Unit; ms: number }[] = [
  { name: 'days', ms: 86_400_000 },
  { name: 'hours', ms: 3_600_000 },
  { name: 'minutes', ms: 60_000 },
  { name: 'seconds', ms: 1_000 },
];

/** How one language writes durations, moments and lists. */
export function gateFormat(
  locale: string,
  words: {
    units: Record<Unit, string>;
    moment(date: string, time: string): string;
    more(count: number): string;
  },
) {
  return {
    /** `2 d 4 h`, `1 h 30 min`, `26 min`, `40 s`. */
    duration(ms: number): string {
      let rest = ms;
      const parts = units.map(({ name, ms: length }) => {
        const count = Math.floor(rest / length);
        rest -= count * length;
        return { count, text: `${count} ${words.units[name]}` };
      });
      const first = parts.findIndex(({ count }) => count > 0);
      if (first === -1) return parts[parts.length - 1].text;
      return parts
        .slice(first, first < 2 ? first + 2 : first + 1)
        .filter(({ count }) => count > 0)
        .map(({ text }) => text)
        .join(' ');
    },

    /** `Monday 23 November at 08:00`, by the clock of the time zone. */
    moment(iso: string, timeZone: string): string {
      const part = (options: Intl.DateTimeFormatOptions) =>
        new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(
          new Date(iso),
        );
      return words.moment(
        part({ weekday: 'long', day: 'numeric', month: 'long' }),
        part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      );
    },

    /** `a`, `a and b`; of many, five and how many more there are. */
    list: listIn(locale, { shown: MAX_LISTED, more: words.more }),
  };
}
