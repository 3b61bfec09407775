import type {
  EnvironmentDeployment,
  GateAnswer,
  PromotedVersion,
  PromotionKind,
} from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { ServiceQuery } from '../../environments/ServiceLocator';
import type { PromotionRecord } from '../store/Records';
import type { PromotionTarget, StoredPromotion } from '../StoredPromotion';
import type { Edit, PlannedChange } from './changes';
import type { VersionSeen } from './versionSeen';

/** What is to be planned, for whom. */
export interface Planning {
  readonly query: ServiceQuery;
  /** As people call the service */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** What moves; what runs in the source where undefined */
  readonly version?: string;
  /** Of its image: nothing is planned where it has another one */
  readonly digest?: string;
  /** A promotion that is rolled back: then what ran before it is what moves */
  readonly rollsBack?: StoredPromotion;
  /**
   * Id of a promotion whose pull request can't be merged any more, which this one takes the place
   * of: for this one, it is not under way
   */
  readonly replaces?: string;
  /** Value of the annotation that says where versions are written */
  readonly places?: string;
  /** Value of the annotation by which the service sets some things for itself */
  readonly ownSettings?: string;
  /** Whether the caller may promote there */
  readonly isPermitted: boolean;
}

/** A plan before it is shown or requested. */
export interface Planned {
  readonly id: string;
  readonly kind: PromotionKind;
  readonly version: string;
  readonly previous: string;
  readonly versions: PromotedVersion[];
  readonly source: EnvironmentDeployment;
  readonly target: EnvironmentDeployment;
  /** What is known of the version in the source */
  readonly seen: VersionSeen;
  readonly targets: PromotionTarget[];
  /** What `changes` is made of */
  readonly edits: Edit[];
  readonly changes: PlannedChange[];
  readonly gates: GateAnswer[];
  readonly settings: PromotionSettings | undefined;
  readonly underWay?: PromotionRecord;
}
