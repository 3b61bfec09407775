/** A label that pull requests can carry. */
export interface Label {
  id: number;
  name: string;
  /** Six hex digits without `#` */
  color: string;
  description: string;
}

/** Labels of one repository. */
export class Labels {
  private readonly labels: Label[] = [];

  all(): readonly Label[] {
    return this.labels;
  }

  add(label: Omit<Label, 'id'>): Label {
    const added = { ...label, id: this.labels.length + 1 };
    this.labels.push(added);
    return added;
  }

  /** By id or name */
  find(key: number | string): Label | undefined {
    return this.labels.find(({ id, name }) => id === key || name === key);
  }
}
