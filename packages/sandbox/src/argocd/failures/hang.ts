import { Failure } from './Failure';

/** Requests are accepted and never answered. They end when the failure does. */
export const hang: Failure = {
  name: 'hang',
  title: 'Requests hang',
  options: {},
  begin(instance) {
    const hanging = new Set<() => void>();
    instance.cutStreams({ midLine: false });
    return {
      intercept(_, res) {
        const destroy = () => res.destroy();
        hanging.add(destroy);
        res.on('close', () => hanging.delete(destroy));
        return true;
      },
      end() {
        for (const destroy of hanging) destroy();
      },
    };
  },
};
