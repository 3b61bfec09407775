import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** GitOps for Backstage */
  gitops?: {
    /**
     * The label of an Application that names its service, which is the catalog entity's name. `app.kubernetes.io/name` by default.
     */
    serviceLabel?: string;
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
         * Sent with every request, for example to a proxy before Argo CD. Not Authorization, which is Argo CD's own
         * @deepVisibility secret
         */
        headers?: { [name: string]: string };
        /** Time between complete lists. 3 minutes by default, at most a day, as all durations here */
        relistEvery?: HumanDuration | string;
        timeLimits?: {
          /** For an answer about one Application. 10 seconds by default */
          request?: HumanDuration | string;
          /** For a whole list. 60 seconds by default */
          list?: HumanDuration | string;
          /** For silence on the stream of changes. 45 seconds by default; Argo CD gives a sign of life every 15 */
          streamIdle?: HumanDuration | string;
        };
      }>;
    };
    /** In the order of promotion. Without them, the labels `environment` or `env` of the Applications name them. */
    environments?: Array<{
      name: string;
      title?: string;
      /** Where a version comes from. The environment before by default */
      from?: string | string[];
      /** Which Applications belong to it; `*` stands for any characters. Those labelled `environment` or `env` with its name by default */
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
      promotion?: 'imageUpdater' | 'workflow' | 'pullRequest';
    }>;
  };

  /** What the community's and Roadie's plugins are configured with. Read where `gitops.argocd` is absent */
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
