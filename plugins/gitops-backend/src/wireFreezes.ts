import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Access } from './api/Access';
import { FreezeCalls } from './api/FreezeCalls';
import { FreezeRights } from './api/FreezeRights';
import type { Policy } from './api/Policy';
import type { PromotionAccess } from './api/PromotionAccess';
import { ShownFreezes } from './api/ShownFreezes';
import type { Environments } from './environments/Environments';
import type { PromotionSettings } from './environments/PromotionSettings';
import { Freezes } from './promotions/freezes/Freezes';
import type { FreezeStore } from './promotions/freezes/FreezeStore';
import type { Work } from './promotions/store/Work';

/** Puts together what people do with freezes. */
export function wireFreezes(options: {
  access: Access;
  allowed: PromotionAccess;
  policy: Policy;
  auditor: AuditorService;
  environments: Environments;
  settingsOf(environment: string): PromotionSettings | undefined;
  store: FreezeStore;
  work: Work;
  wake(): void;
  onChange(service: string): void;
  onChangeOfAll(): void;
  now(): number;
}): FreezeCalls {
  const rights = new FreezeRights(options);
  const shown = new ShownFreezes({ ...options, rights });
  const freezes = new Freezes(options);
  return new FreezeCalls({ ...options, rights, shown, freezes });
}
