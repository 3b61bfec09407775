import { hasName, isForService } from './hasName';

it('finds a name however it is written', () => {
  expect(hasName('ordersApi', 'orders-api')).toBe(true);
  expect(hasName('apps/orders_api/values.yaml', 'Orders.API')).toBe(true);
  expect(hasName('payments', 'orders')).toBe(false);
});

it('takes a text for that of a service by its own name, its label or an image that it runs', () => {
  const isFor = (text: string) =>
    isForService(
      text,
      { labels: { 'app.kubernetes.io/name': 'ledger' } },
      { service: 'payments-service', running: ['r.io/shop/payments:1.4.0'] },
    );
  for (const text of ['paymentsService', 'ledger-eu', 'payments'])
    expect(isFor(text)).toBe(true);
  expect(isFor('environment: staging')).toBe(false);
  expect(
    isForService('staging', { labels: {} }, { service: 'orders', running: [] }),
  ).toBe(false);
});
