import { InputError } from '@backstage/errors';

/** The formats that Kubernetes and its controllers accept. */
const forms = {
  name: {
    pattern: /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    form: 'a name in Kubernetes: use lower-case letters, digits, dashes and dots',
  },
  labelKey: {
    pattern:
      /^(?:[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?(?=[^/]{1,63}$)[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/,
    form: 'the key of a label: use letters, digits, dashes, dots and underscores, 63 of them, with a domain and a slash before them or not',
  },
  labelValue: {
    pattern: /^(?=.{0,63}$)([A-Za-z0-9]([\w.-]*[A-Za-z0-9])?)?$/,
    form: 'the value of a label: use letters, digits, dashes, dots and underscores, 63 of them',
  },
  variable: {
    pattern: /^[A-Za-z_.-][\w.-]*$/,
    form: 'the name of a variable: use letters, digits and underscores',
  },
  secretKey: {
    pattern: /^[-._a-zA-Z0-9]{1,253}$/,
    form: 'a key of a Secret: use letters, digits, dashes, dots and underscores',
  },
  quantity: {
    pattern: /^\d+(?:\.\d+)?(?:[numkMGTPE]|[KMGTPE]i)?$/,
    form: 'a quantity of Kubernetes, such as 250m of CPU or 128Mi of memory',
  },
  duration: {
    pattern: /^(?:0|(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$/,
    form: 'a duration as Go writes it, such as 1h0m0s: there are no days',
  },
  image: {
    pattern:
      /^(?:[A-Za-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/,
    form: 'an image without its tag, such as registry.example.com/team/payments',
  },
  host: {
    pattern:
      /^(?=.{1,253}$)(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
    form: 'a host name, such as shop.example.com',
  },
  tag: {
    pattern: /^\w[\w.-]{0,127}$/,
    form: 'the tag of an image: use letters, digits, dashes, dots and underscores',
  },
} as const;

/**
 * Refuses a text that can't be what it is to be. Absent and empty ones are left to the schema.
 *
 * @param place - of the text in the input, for the sentence, which does not quote it
 * @throws InputError
 */
export function checkForm(
  kind: keyof typeof forms,
  text: string | undefined,
  place: string,
): void {
  const { pattern, form } = forms[kind];
  if (text && !pattern.test(text))
    throw new InputError(`${place} can't be ${form}`);
}

/** @throws InputError for what can't be the name of a resource */
export function checkNames(
  names: readonly string[] | undefined,
  place: string,
): void {
  for (const [index, name] of (names ?? []).entries())
    checkForm('name', name, `${place}[${index}]`);
}

/** @throws InputError for what can't be a label */
export function checkLabels(
  labels: Readonly<Record<string, string>> | undefined,
  place: string,
): void {
  for (const [index, [key, value]] of Object.entries(labels ?? {}).entries()) {
    checkForm('labelKey', key, `The key of label ${index + 1} in ${place}`);
    checkForm('labelValue', value, `${place}.${key}`);
  }
}

/** @throws InputError for what can't be the key of an annotation */
export function checkAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  place: string,
): void {
  for (const [index, key] of Object.keys(annotations ?? {}).entries())
    checkForm(
      'labelKey',
      key,
      `The key of annotation ${index + 1} in ${place}`,
    );
}

/** @throws InputError for what can't be the name of a variable */
export function checkVariables(
  env: Readonly<Record<string, unknown>> | undefined,
  place: string,
): void {
  for (const [index, name] of Object.keys(env ?? {}).entries())
    checkForm(
      'variable',
      name,
      `The name of variable ${index + 1} in ${place}`,
    );
}

const POWERS = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/** A quantity as a number: `250m` is 0.25. */
function numberOf(quantity: string): number {
  const [, number, unit] = /^([\d.]+)(.*)$/.exec(quantity)!;
  return unit.endsWith('i')
    ? Number(number) * 1024 ** ('KMGTPE'.indexOf(unit[0]) + 1)
    : Number(number) * 1000 ** (POWERS.indexOf(unit) - 3);
}

/**
 * @throws InputError for what is no quantity, and for requests above their limits, with which no
 *   Pod is made
 */
export function checkResources(
  resources:
    | {
        requests?: { cpu?: string; memory?: string };
        limits?: { cpu?: string; memory?: string };
      }
    | undefined,
  place: string,
): void {
  const { requests = {}, limits = {} } = resources ?? {};
  for (const name of ['cpu', 'memory'] as const) {
    const [request, limit] = [requests[name], limits[name]];
    checkForm('quantity', request, `${place}.requests.${name}`);
    checkForm('quantity', limit, `${place}.limits.${name}`);
    if (request && limit && numberOf(request) > numberOf(limit))
      throw new InputError(
        `${place}.requests.${name} is more than ${place}.limits.${name}: Kubernetes would refuse the Pod`,
      );
  }
}
