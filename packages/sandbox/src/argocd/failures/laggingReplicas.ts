import { numberOf } from '../ids';
import { Failure, numberOption } from './Failure';
import { LaggingInformer } from './LaggingInformer';

/**
 * A load balancer spreads requests over two replicas of argocd-server, and the informer of one
 * lags. As in Argo CD, lists and streams are of the informer, which also decides whether a replica
 * knows the Application whose tree, managed resources or events it is asked for. A GET of the
 * Application reads the Kubernetes API, and trees are in the Redis that replicas share: both are
 * current.
 */
export const laggingReplicas: Failure = {
  name: 'lagging-replicas',
  title: 'One of two replicas of the server lags',
  options: { lagMs: 'how far behind it is, default 5000' },
  begin(instance, options) {
    const { clock, informer } = instance;
    const lagMs = numberOption(options, 'lagMs', {
      default: 5000,
      min: 0,
      max: 600_000,
    });
    const lagging = new LaggingInformer(informer, { lagMs, clock });
    instance.cutStreams({ midLine: false });
    return {
      // By request and time: a simulation repeats it, in whatever order requests arrive
      informer: request =>
        numberOf(`${request} ${clock.now()}`, 2) === 0 ? lagging : informer,
      end: () => lagging.catchUp(),
    };
  },
};
