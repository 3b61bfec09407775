/**
 * What Argo CD answered is of another moment than the one that was listed: another replica, or an
 * older cache. Reading again soon helps.
 */
export class OtherMoment extends Error {
  readonly name = 'OtherMoment';
}
