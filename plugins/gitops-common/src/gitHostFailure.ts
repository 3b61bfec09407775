/** @public */
export interface GitHostFailure {
  /** What the failure means, such as `unauthorized`; absent where that isn't known */
  problem?: string;
  /** A sentence about it in English, with the host's own words */
  detail: string;
}

const germanProblems: Record<string, string | undefined> = {
  unauthorized: 'Der Git-Host akzeptiert die Zugangsdaten nicht',
  forbidden: 'Den Zugangsdaten fehlt ein Recht auf dem Git-Host',
  notFound: 'Der Git-Host findet das Repository nicht',
  invalid: 'Der Git-Host lehnt die Anfrage ab',
  rateLimited: 'Der Git-Host begrenzt die Zahl der Anfragen',
  unavailable: 'Der Git-Host antwortet nicht wie erwartet',
};

/** That a Git host failed, in each language. */
export const gitHostFailed = {
  en: ({ detail }: GitHostFailure) => detail,
  de: ({ problem, detail }: GitHostFailure) => {
    const meaning = problem && germanProblems[problem];
    return meaning ? `${meaning} (${detail})` : detail;
  },
};
