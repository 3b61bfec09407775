export interface Config {
  gitops?: {
    /**
     * Templates by which a service can be changed, in the order in which its page offers them. None
     * by default
     *
     * @deepVisibility frontend
     */
    templates?: Array<{
      /** What the page calls it */
      title: string;
      /** Reference of the template: `template:default/change-settings` */
      ref: string;
    }>;
    /**
     * Reference of the template that the page of unclaimed Applications offers, such as
     * `template:default/claim-services`. None by default
     *
     * @visibility frontend
     */
    claimTemplate?: string;
  };
}
