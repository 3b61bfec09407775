import {
  mockApis,
  renderInTestApp,
  TestApiPairs,
} from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { scmIntegrationsApiRef } from '@backstage/integration-react';
import { act } from '@testing-library/react';
import { ComponentType, useState } from 'react';
import { Route, Routes } from 'react-router-dom';
import { integrations } from './integrations';

type Props = Record<string, unknown>;
type Entity = NonNullable<
  NonNullable<Parameters<typeof catalogApiMock>[0]>['entities']
>[number];

/** A service of the catalog. */
export function entity(name: string, of: { source?: string } = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: of.source
        ? { 'backstage.io/source-location': of.source }
        : {},
    },
    spec: { owner: 'group:default/team-a' },
  };
}

/** Shows a field as a form does: it keeps the value, and hands it back with each rendering. */
export function renderField<TProps>(
  Field: ComponentType<TProps>,
  options: {
    props?: Props;
    value?: unknown;
    fetch?: typeof fetch;
    /** Of keys, in the portal's configuration */
    prefixes?: string[];
    /** What the catalog has, or that it does not answer */
    catalog?: Entity[] | 'down';
    /** Where the form is, and the route that it belongs to */
    path?: string;
    route?: string;
    apis?: TestApiPairs<unknown[]>;
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
    ...(options.catalog
      ? [[catalogApiRef, catalogOf(options.catalog)] as never]
      : []),
    ...(options.apis ?? []),
  ];
  const { route } = options;
  const form = <Form />;
  const page = route && (
    <Routes>
      <Route path={route} element={form} />
    </Routes>
  );
  renderInTestApp(page || form, {
    apis,
    initialRouteEntries: options.path ? [options.path] : undefined,
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

function catalogOf(catalog: Entity[] | 'down') {
  return catalog === 'down'
    ? catalogApiMock.mock({
        getEntityByRef: async () => {
          throw new Error('It is down');
        },
      })
    : catalogApiMock({ entities: catalog });
}
