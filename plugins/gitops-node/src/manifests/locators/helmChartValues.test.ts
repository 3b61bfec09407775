import { application, filesOf, searchIn } from '../__testUtils__/filesOf';
import { setVersion } from '../setVersion';
import { helmChartValues } from './helmChartValues';

const VALUES = 'image: {repository: shop/orders, tag: 1.4.0}\n';

async function find(chart: string, others = '', files = {}) {
  const all = {
    'a/kustomization.yaml': `helmCharts:\n- {name: app, ${chart}}\n${others}`,
    'a/values.yaml': VALUES,
    'a/more.yaml': 'image: {tag: 1.5.0}',
    ...files,
  };
  const places = await helmChartValues.find(
    application({ path: 'a' }),
    searchIn(filesOf(all)),
  );
  return { places, text: all['a/kustomization.yaml'] };
}

async function written(...given: Parameters<typeof find>) {
  const { places } = await find(...given);
  return places.map(({ path, file, current }) =>
    current.kind === 'image'
      ? `${path} in ${file}: ${current.repository} ${current.tag}`
      : '',
  );
}

describe('helmChartValues', () => {
  it('finds the image in the file of values', async () =>
    expect(await written('valuesFile: values.yaml')).toEqual([
      'image.tag in a/values.yaml: shop/orders 1.4.0',
    ]));

  it('takes the values that win, as valuesMerge says', async () => {
    const inline = 'valuesInline: {image: {tag: 1.6.0}}';
    const both = `valuesFile: values.yaml, ${inline}`;
    const inFile = ['image.tag in a/values.yaml: shop/orders 1.4.0'];
    const inKustomization = [
      'helmCharts[0].valuesInline.image.tag in a/kustomization.yaml: shop/orders 1.6.0',
    ];
    expect(await written(both)).toEqual(inKustomization);
    expect(await written(`${both}, valuesMerge: merge`)).toEqual(inFile);
    expect(await written(`${both}, valuesMerge: replace`)).toEqual([
      'helmCharts[0].valuesInline.image.tag in a/kustomization.yaml: app 1.6.0',
    ]);
    expect(
      await written(`${both}, additionalValuesFiles: [more.yaml]`),
    ).toEqual(['image.tag in a/more.yaml: shop/orders 1.5.0']);
  });

  it('sets the tag in the kustomization alone', async () => {
    const { places, text } = await find('valuesInline: {image: {tag: 1.6.0}}');
    const to = { kind: 'image' as const, repository: '', tag: '2.0.0' };
    expect(setVersion(text, places[0], to)).toBe(
      text.replace('1.6.0', '2.0.0'),
    );
    expect(places[0].isNameGuessed).toBe(true);
  });

  it('leaves out what images of the kustomization replace', async () =>
    expect(
      await written(
        'valuesFile: values.yaml',
        'images: [{name: shop/orders, newTag: 1.5.0}]',
      ),
    ).toEqual([]));

  it('says of values in a folder elsewhere that others may share them', async () => {
    const { places } = await find('valuesFile: ../b/values.yaml', '', {
      'b/values.yaml': VALUES,
    });
    expect(places.map(({ isShared }) => isShared)).toEqual([true]);
  });
});
