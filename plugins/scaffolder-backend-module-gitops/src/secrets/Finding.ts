/**
 * Something that looks like a secret: where it stands and what it looks like. Never the value
 * itself.
 */
export interface Finding {
  /**
   * A file with its line, or the path of an input, such as `values.yaml:12` or
   * `input.env.DB_PASSWORD`
   */
  place: string;
  /** `a value of password`, `an AWS access key` */
  what: string;
}
