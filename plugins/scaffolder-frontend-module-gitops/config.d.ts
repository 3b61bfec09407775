export interface Config {
  scaffolder?: {
    gitops?: {
      secretKeys?: {
        /**
         * What the entries of a service in the secret store begin with. The actions of templates have the same rule.
         *
         * @deepVisibility frontend
         */
        prefixes?: string[];
      };
    };
  };
}
