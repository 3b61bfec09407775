import type { Entity } from '@backstage/catalog-model';
import type { AnnotationProblem } from 'backstage-plugin-gitops-common';
import type { TaggedAnswer } from '../answers/TaggedAnswer';
import type { Application } from '../argocd/Application';
import type { ServiceQuery } from '../environments/ServiceLocator';
import type { Claim } from '../ownership/Claim';
import { refusalOf } from '../ownership/problems';

/** What rights are asked for: the Applications of a service, or one of them. */
export interface Subject {
  /** References of the entities, as messages name them */
  readonly service: string;
  claimsIn(environment: string): readonly Claim[];
  /** Why nobody can act on them from this page; undefined if rights decide */
  refusal(environment: string): string | undefined;
}

/** One Application that a caller may see. */
export interface ApplicationAccess extends Subject {
  readonly application: Application;
  readonly environment: string;
}

/** What a caller may see of one service. */
export class ServiceAccess implements Subject {
  readonly entity: Entity;
  readonly query: ServiceQuery;
  /** What is held of it, before anything is hidden from the caller */
  readonly answer: TaggedAnswer;
  readonly claims: readonly Claim[];
  /** What is wrong with whose the Applications are */
  readonly problems: readonly AnnotationProblem[];
  /** The answer can be sent as it is held */
  readonly isWhole: boolean;
  /** Whether the policy shows the caller this service in an environment where it has nothing */
  readonly permits: (environment: string) => boolean;

  constructor(
    options: Pick<
      ServiceAccess,
      | 'entity'
      | 'query'
      | 'answer'
      | 'claims'
      | 'problems'
      | 'isWhole'
      | 'permits'
    >,
  ) {
    this.entity = options.entity;
    this.query = options.query;
    this.answer = options.answer;
    this.claims = options.claims;
    this.problems = options.problems;
    this.isWhole = options.isWhole;
    this.permits = options.permits;
  }

  get service(): string {
    return this.query.service;
  }

  claimsIn(environment: string): readonly Claim[] {
    return this.claims.filter(one => one.environment === environment);
  }

  /** Whether the caller may see all that the service has in an environment. */
  sees(environment: string): boolean {
    const claims = this.claimsIn(environment);
    return claims.length > 0
      ? claims.every(({ isVisible }) => isVisible)
      : this.permits(environment);
  }

  refusal(environment: string): string | undefined {
    return refusalOf(this.claimsIn(environment));
  }
}
