export const templates = {
  'templates.open': 'Diesen Service ändern',
};
