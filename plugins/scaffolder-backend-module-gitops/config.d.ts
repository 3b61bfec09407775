export interface Config {
  scaffolder?: {
    /** Actions that write to GitOps repositories */
    gitops?: {
      /**
       * Addresses of the repositories that the actions may use, those of code too: `https://git.example.com/platform/*`. A star is one part of the path, two are any number. All that the
       * integrations reach where it is absent.
       */
      repositories?: string[];
      secretKeys?: {
        /**
         * What the entries of a service in the secret store begin with: `{environment}/{service}`, or
         * `{environment}-{service}` where the store has no paths, if absent. An empty text allows every entry.
         *
         * @deepVisibility frontend
         */
        prefixes?: string[];
      };
      /** Refusing what looks like a secret */
      secrets?: {
        /** Files in which what looks like a secret is none, in every repository */
        allow?: Array<{
          /** Path from the root of the repository. A star is any part of it, two are any number of parts */
          path: string;
          /** Why nothing in it is a secret. Shown in the task's log */
          reason: string;
        }>;
      };
    };
  };
}
