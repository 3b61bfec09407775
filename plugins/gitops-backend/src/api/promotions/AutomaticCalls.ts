import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  gitopsAnnotations,
  gitopsPromotionCreatePermission,
} from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { AutoStore } from '../../promotions/auto/AutoStore';
import type { Access } from '../Access';
import { audited } from '../audited';
import type { PromotionAccess } from '../PromotionAccess';
import { personOf } from './personOf';

export interface AutomaticCallsOptions {
  access: Access;
  allowed: PromotionAccess;
  automatic: Pick<AutoStore, 'resume'>;
  auditor: AuditorService;
  settingsOf(
    environment: string,
    annotation?: string,
  ): PromotionSettings | undefined;
  /** Has the service looked at */
  look(service: string): void;
  /** Told that the transitions of a service are others than before */
  onChange(service: string): void;
}

/** What callers do with promotions that the portal requests by itself. */
export class AutomaticCalls {
  readonly #options: AutomaticCallsOptions;

  constructor(options: AutomaticCallsOptions) {
    this.#options = options;
  }

  /**
   * Has the portal promote again after it has stopped.
   *
   * @throws InputError where people promote; NotFoundError, NotAllowedError
   */
  async resume(
    { service, to }: { service: string; to: string },
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { access, allowed, automatic, auditor, settingsOf } = this.#options;
    const { look, onChange } = this.#options;
    await audited(
      auditor,
      { eventId: 'automatic-promotion-resume', meta: { service, to } },
      credentials,
      async () => {
        const seen = await allowed.service(service, [to], credentials);
        const rights = await access.rights(seen, credentials, { fresh: true });
        rights.demand(gitopsPromotionCreatePermission, to);
        const { annotations } = seen.entity.metadata;
        if (!settingsOf(to, annotations?.[gitopsAnnotations.promotion])?.auto)
          throw new InputError(
            `${seen.service} is not promoted to ${to} automatically`,
          );
        await automatic.resume(
          { service: seen.service, environment: to },
          await personOf(access, credentials),
        );
        look(seen.service);
        onChange(seen.service);
      },
    );
  }
}
