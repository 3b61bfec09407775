/** What a service can be changed by. */
export const templates = {
  templates: {
    open: 'Change this service',
  },
};
