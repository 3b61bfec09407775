import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';
import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** GitOps for Backstage */
  gitops?: {
    /**
     * The label of an Application that names its service, which is the catalog entity's name.
     * `app.kubernetes.io/name` by default.
     */
    serviceLabel?: string;
    /**
     * Namespaces of the catalog whose Components own the Applications that are labelled with their
     * name. `default` alone by default
     */
    catalogNamespaces?: string[];
    /**
     * Whether the backend is ready only when every Argo CD has been listed once, or after a minute.
     * Off by default
     */
    readiness?: boolean;
    /** What the annotation `gitops/version-places` may name */
    versionPlaces?: {
      /**
       * Globs of files, where `*` stands for any characters, slashes included. `{service}`,
       * `{environment}` and `{application}` are placeholders. The service's own files by default
       */
      within: string | string[];
    };
    argocd?: {
      instances: Array<{
        /** How people and the annotation `argocd/instance-name` call it */
        name: string;
        /** Address of Argo CD, with its root path where it has one, without /api/v1 */
        url: string;
        /** Where people open Argo CD, where that is not `url` */
        publicUrl?: string;
        /**
         * Token of a local account or of a project role
         * @visibility secret
         */
        token?: string;
        /** File that holds the token. Read again when it changes */
        tokenFile?: string;
        /** User of a session, where there is no token */
        username?: string;
        /** @visibility secret */
        password?: string;
        /** Certificates (PEM) that are trusted besides those that Node.js brings along */
        ca?: string;
        /** File that holds them */
        caFile?: string;
        /**
         * Sent with every request, for example to a proxy before Argo CD. Not Authorization, which
         * is Argo CD's own
         * @deepVisibility secret
         */
        headers?: { [name: string]: string };
        /**
         * Time between complete lists. 3 minutes by default, at most a day, as all durations here
         */
        relistEvery?: HumanDuration | string;
        timeLimits?: {
          /** For an answer about one Application. 10 seconds by default */
          request?: HumanDuration | string;
          /** For a whole list. 60 seconds by default */
          list?: HumanDuration | string;
          /**
           * For silence on the stream of changes. 45 seconds by default; Argo CD gives a sign of
           * life every 15
           */
          streamIdle?: HumanDuration | string;
        };
      }>;
    };
    /**
     * In the order of promotion. Without them, the labels `environment` or `env` of the
     * Applications name them.
     */
    environments?: Array<{
      name: string;
      title?: string;
      /** Where a version comes from. The environment before by default */
      from?: string | string[];
      /**
       * Which Applications belong to it; `*` stands for any characters. Those labelled
       * `environment` or `env` with its name by default
       */
      match?: {
        labels?: { [label: string]: string | string[] };
        /** Namespace that it deploys to */
        namespace?: string | string[];
        /** Name of the Application */
        name?: string | string[];
        /** Address or name of the cluster that it deploys to */
        cluster?: string | string[];
        /** Name of the Argo CD instance */
        instance?: string | string[];
      };
      /** How a version arrives here: the mode alone, or the whole of it */
      promotion?:
        | 'imageUpdater'
        | 'workflow'
        | 'pullRequest'
        | {
            mode: 'imageUpdater' | 'workflow' | 'pullRequest';
            /**
             * How long a version has to be healthy in the environment before. No time by default
             */
            soakTime?: HumanDuration | string;
            /** Times in which nothing is promoted here */
            freezes?: Array<{
              /** What people call it */
              title: string;
              /** When it begins: five fields of cron */
              schedule: string;
              /** At most a year */
              duration: HumanDuration | string;
              /** Such as Europe/Berlin. UTC by default */
              timeZone?: string;
            }>;
            /** Labels of the pull request, at most ten */
            labels?: string[];
            /**
             * Who is asked for a review: names of users of the Git host, or references of users and
             * groups of the catalog
             */
            reviewers?: string[];
            /**
             * Offers a button that merges, in this way. None by default: then one merges on the Git
             * host's page
             */
            merge?:
              | 'merge'
              | 'squash'
              | 'rebase'
              | {
                  /** The repository's own default by default */
                  method?: 'merge' | 'squash' | 'rebase';
                  /**
                   * Whether what can't be merged now is left to the host's auto-merge or merge
                   * queue. Off by default
                   */
                  whenReady?: boolean;
                };
            /**
             * Whether the portal requests promotions to this environment by itself: as soon as all
             * gates pass for what runs in the environment before. Off by default
             */
            auto?:
              | boolean
              | {
                  /**
                   * Whether it merges them when they are ready, too. Needs merge.whenReady; not
                   * with fourEyes. Off by default
                   */
                  merge?: boolean;
                };
            /**
             * Rebuilds the branch on the latest commit of its base where the host asks for that.
             * Off by default: then the merge button does so
             */
            keepUpToDate?: boolean;
            /**
             * Someone other than the requester of a promotion has to approve its pull request on
             * the Git host, or to merge it in the portal. Off by default
             */
            fourEyes?: boolean;
            /**
             * What services may set for themselves with the annotation `gitops/promotion`. Nothing
             * by default
             */
            servicesMaySet?: Array<
              'soakTime' | 'reviewers' | 'labels' | 'merge' | 'auto'
            >;
            /** What the mode workflow runs */
            workflow?: {
              /** Name of its file, such as promote.yaml */
              file: string;
              /** Address of the repository that has it. That of the manifests by default */
              repository?: string;
              /** Branch or tag that it runs on. The default branch by default */
              ref?: string;
              /**
               * Its inputs; {service}, {environment} and {version} stand for what is asked for.
               * Inputs of these three names by default
               */
              inputs?: { [name: string]: string };
            };
          };
      /**
       * Whether Argo CD's own actions (refresh, sync, reading a secret again) may be asked for
       * here. Off by default; on where the mode is imageUpdater or workflow
       */
      actions?: boolean;
    }>;
    promotions?: {
      /** While a pull request has this label, the portal does not merge it. `hold` by default */
      holdLabel?: string;
      /**
       * How promotions are written to Git. Placeholders: {service}, {from}, {to}, {version},
       * {previous}, {reason}, {requester}, {id}, and {default} for what stands there without a
       * template
       */
      templates?: {
        /** Has to contain {id} */
        branch?: string;
        title?: string;
        /** Of the commit. Trailers are added to it */
        message?: string;
        /** Of the pull request, in Markdown */
        body?: string;
      };
    };
    /**
     * Shows which commits come with a version, as the Git host of the service's source repository
     * tells. Off unless this is there
     */
    changes?: {
      /**
       * Addresses of the source repositories that may be compared, such as
       * `https://git.example.com/shop/*`: `*` stands for any characters, slashes included
       */
      repositories: string | string[];
      /**
       * The annotation of an entity that names its source repository.
       * `backstage.io/source-location` by default
       */
      annotation?: string;
      /**
       * Names of the tag of a version, with `{version}` and `{name}`. `{version}`, `v{version}`,
       * `{name}-{version}` and `{name}/v{version}` by default
       */
      tags?: string | string[];
      /** Whether pull requests of promotions list the commits. On by default */
      inPullRequests?: boolean;
    };
    /** Finished deployments, and which versions ran where */
    history?: {
      /** How long they are kept; at most ten years. 400 days by default */
      keepFor?: HumanDuration | string;
    };
    /** Notifies the owners of a service that stays unwell. Off unless this is there */
    notifications?: {
      /** How long it has to be unwell first; at most a year */
      after: HumanDuration | string;
      /** Names of the environments. All by default */
      environments?: string[];
      /** What counts as unwell. Both by default */
      states?: Array<'failed' | 'degraded'>;
      /** Whether owners are notified, too, that it is healthy again. Off by default */
      recovery?: boolean;
    };
    /**
     * Templates by which a service can be changed, in the order in which its page offers them. None
     * by default
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
     */
    claimTemplate?: string;
  };

  events?: {
    modules?: {
      gitea?: {
        /**
         * What Gitea or Forgejo signs its webhooks with. Without it they are not taken in
         * @visibility secret
         */
        webhookSecret?: string;
      };
      bitbucketServer?: {
        /**
         * What Bitbucket Data Center signs its webhooks with. Without it they are not taken in
         * @visibility secret
         */
        webhookSecret?: string;
      };
    };
  };

  search?: {
    collators?: {
      gitops?: {
        /** When what was deployed is indexed. Every ten minutes by default */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };

  /**
   * What the community's and Roadie's plugins are configured with. Read where `gitops.argocd` is
   * absent
   */
  argocd?: {
    username?: string;
    /** @visibility secret */
    password?: string;
    appLocatorMethods?: Array<{
      type: string;
      instances?: Array<{
        name: string;
        url: string;
        /** Where people open Argo CD */
        frontendUrl?: string;
        /** @visibility secret */
        token?: string;
        username?: string;
        /** @visibility secret */
        password?: string;
      }>;
    }>;
  };
}
