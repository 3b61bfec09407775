import {
  mockApis,
  renderInTestApp,
  TestApiPairs,
} from '@backstage/frontend-test-utils';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import { act } from '@testing-library/react';
import { ComponentType, useState } from 'react';
import { integrations } from './integrations';

type Props = Record<string, unknown>;

/** Shows a field as a form does: it keeps the value, and hands it back with each rendering. */
export function renderField<TProps>(
  Field: ComponentType<TProps>,
  options: {
    props?: Props;
    value?: unknown;
    fetch?: typeof fetch;
    /** Of keys, in the portal's configuration */
    prefixes?: string[];
  } = {},
) {
  const written: unknown[] = [];
  let setProps: (props: Props) => void = () => {};
  function Form() {
    const [value, setValue] = useState(options.value);
    const [props, changeProps] = useState<Props>(options.props ?? {});
    setProps = changeProps;
    const field = {
      schema: {},
      uiSchema: {},
      idSchema: { $id: 'root_field' },
      name: 'field',
      rawErrors: [],
      formData: value,
      onChange: (next: unknown) => {
        written.push(next);
        setValue(next);
      },
      ...props,
    };
    return <Field {...(field as unknown as TProps & object)} />;
  }
  const apis: TestApiPairs<unknown[]> = [
    mockApis.translation(),
    [scmIntegrationsApiRef, integrations],
    ...(options.fetch
      ? [mockApis.fetch({ baseImplementation: options.fetch })]
      : []),
  ];
  renderInTestApp(<Form />, {
    apis,
    config: options.prefixes && {
      scaffolder: { gitops: { secretKeys: { prefixes: options.prefixes } } },
    },
  });
  return {
    /** All that the field wrote into the form, in order */
    written,
    value: () => written[written.length - 1],
    setProps: (props: Props) => act(() => setProps(props)),
  };
}
