import { FleetView, noFilters, paramsOf, viewOf } from './FleetView';

const empty: FleetView = { ...noFilters, group: 'owner', closed: [], env: [] };
const full: FleetView = {
  q: 'pay ments',
  owners: ['group:default/team-a', 'user:default/ana'],
  systems: ['system:default/shop'],
  states: ['degraded', 'failed'],
  causes: ['crashLoop'],
  differs: true,
  notIn: ['staging', 'production'],
  underWay: true,
  stale: true,
  group: 'system',
  closed: ['team-a', '-'],
  env: ['staging', 'production'],
};

describe('the address of the fleet', () => {
  it('says nothing of a view without filters', () => {
    expect(String(paramsOf(empty, new URLSearchParams()))).toBe('');
    expect(viewOf(new URLSearchParams())).toEqual(empty);
  });

  it('says every part of a view, and is read back', () => {
    const params = paramsOf(full, new URLSearchParams());
    expect(params.get('owner')).toBe('team-a,user:default/ana');
    expect(params.get('system')).toBe('shop');
    expect(params.get('state')).toBe('degraded,failed');
    expect(params.get('notIn')).toBe('staging,production');
    expect(viewOf(new URLSearchParams(String(params)))).toEqual(full);
  });

  it('keeps parameters of other parts of the page', () => {
    const params = paramsOf(empty, new URLSearchParams('release=r1&q=old'));
    expect(String(params)).toBe('release=r1');
  });

  it('passes over states and groupings that do not exist, and a third environment', () => {
    const view = viewOf(
      new URLSearchParams('state=failed,broken&group=cluster&env=a,b,c'),
    );
    expect(view).toMatchObject({
      states: ['failed'],
      group: 'owner',
      env: ['a', 'b'],
    });
  });
});
