import { mockServices } from '@backstage/backend-test-utils';
import { Inventory, InventoryOptions } from '../inventory/Inventory';
import { FakeClock } from './FakeClock';

/** An inventory as a portal without configured environments has it. */
export function emptyInventory(
  options: Partial<InventoryOptions> = {},
): Inventory {
  return new Inventory({
    serviceLabel: 'app.kubernetes.io/name',
    environmentOf: ({ labels }) => labels.environment ?? '',
    clock: new FakeClock(),
    logger: mockServices.logger.mock(),
    ...options,
  });
}
