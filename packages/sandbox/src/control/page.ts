import { failures } from '../argocd/failures/failures';
import { failureTitles } from '../forge/failures/failureKinds';
import { environments, services } from '../seed/services';
import type { Sandbox } from '../Sandbox';
import { deploymentFailures } from './deploy';

/** The control page: plain HTML over the control API. It says first that this is a simulation. */
export function controlPage(sandbox: Sandbox): string {
  const options = (values: readonly string[]) =>
    values.map(value => `<option>${escape(value)}</option>`).join('');
  const failureOptions = failures
    .map(
      ({ name, title }) =>
        `<option value="${escape(name)}">${escape(title)}</option>`,
    )
    .join('');
  const rows = sandbox.argocd
    .map(
      ({ name, url, version }) => `<tr data-instance="${escape(name)}">
<th scope="row">${escape(name)}<br><small>Argo CD ${escape(
        version,
      )}, simulated, at ${escape(url)}</small></th>
<td data-cell="applications"></td>
<td data-cell="requests"></td>
<td><select aria-label="Failure of ${escape(
        name,
      )}" data-action="failure"><option value="">none</option>${failureOptions}</select></td>
<td><input aria-label="Synthetic Applications of ${escape(
        name,
      )}" data-action="applications" type="number" min="0" max="50000" step="1000"></td>
<td><input aria-label="Changes a second in ${escape(
        name,
      )}" data-action="events" type="number" min="0" max="20000"></td>
</tr>`,
    )
    .join('');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sandbox: a simulation</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1c2024; }
.notice { background: #fff3c4; border-left: 4px solid #b7791f; padding: .5rem 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid #ddd; padding: .5rem; text-align: left; vertical-align: top; }
form { display: flex; gap: .75rem; flex-wrap: wrap; align-items: end; } label { display: grid; }
input[type=number] { width: 7rem; }
</style>
</head>
<body>
<h1>Sandbox</h1>
<p class="notice"><strong>This is a simulation.</strong> No cluster, no real Argo CD, no secrets: everything here is made up, and its token is known to everyone.</p>
<p>${
    sandbox.forge ? `<a href="/">Git forge</a> · ` : ''
  }<a href="/catalog-info.yaml">Catalog</a> · <a href="/sandbox/api/state">State as JSON</a></p>
<h2>Deploy</h2>
<form id="deploy">
<label>Service <select name="service">${options(
    services.map(({ name }) => name),
  )}</select></label>
<label>Environment <select name="environment">${options(
    environments,
  )}</select></label>
<label>Version <input name="version" value="2.0.0" required pattern="[\\w][\\w.\\-]*"></label>
<label>Failure <select name="failure"><option value="">none</option>${options(
    deploymentFailures,
  )}</select></label>
<button>Commit</button>
</form>
${
  sandbox.forge
    ? `<h2>Repositories</h2>
<form id="repositories">
<label>Deploy from a repository that was made <input name="repository" value="platform/fleet" required pattern="[^/]+/[^/]+"></label>
<button>Add it to Argo CD</button>
</form>
`
    : ''
}<h2>Instances</h2>
<table>
<thead><tr><th>Instance</th><th>Applications</th><th>Requests</th><th>Failure</th><th>Synthetic Applications</th><th>Changes a second</th></tr></thead>
<tbody>${rows}</tbody>
</table>
${sandbox.forge ? forgeFailureForm() : ''}<h2>Speed</h2>
<p><label>Deployments run so many times faster than recorded <input id="speed" type="number" min="0.01" max="1000" step="any"></label></p>
<p id="answer" role="status"></p>
<script>
const answer = document.getElementById('answer');
async function call(method, path, body) {
  const response = await fetch('/sandbox/api/' + path, { method, headers: { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
  const json = await response.json();
  answer.textContent = response.ok ? 'Done.' : json.error;
  return json;
}
async function show() {
  const state = await (await fetch('/sandbox/api/state')).json();
  for (const instance of state.instances) {
    const row = document.querySelector('[data-instance="' + instance.name + '"]');
    row.querySelector('[data-cell=applications]').textContent = instance.applications;
    row.querySelector('[data-cell=requests]').textContent = instance.requests.total + ' (' + instance.openStreams + ' streams open)';
    const set = (action, value) => {
      const input = row.querySelector('[data-action=' + action + ']');
      if (document.activeElement !== input) input.value = value;
    };
    set('failure', instance.failure ? instance.failure.name : '');
    set('applications', instance.synthetic);
    set('events', instance.eventsPerSecond);
  }
  const asked = document.getElementById('asked');
  if (asked && state.forgeFailures) asked.textContent = state.forgeFailures.asked.map(rule => rule.failure + ', ' + (rule.remaining === null ? 'until told otherwise' : rule.remaining + ' more') + ' (' + (rule.method || 'any method') + ' ' + (rule.path || 'of the API') + ')').join('; ') || 'All is well.';
  const speed = document.getElementById('speed');
  if (document.activeElement !== speed) speed.value = state.speed;
}
document.querySelectorAll('[data-action]').forEach(input => input.addEventListener('change', async () => {
  const path = 'instances/' + input.closest('[data-instance]').dataset.instance + '/' + input.dataset.action;
  const value = input.value;
  await call('PUT', path, input.dataset.action === 'failure' ? { failure: value || null } : input.dataset.action === 'events' ? { perSecond: Number(value) } : { count: Number(value) });
  show();
}));
document.getElementById('speed').addEventListener('change', event => call('PUT', 'speed', { speed: Number(event.target.value) }));
const forgeFailures = document.getElementById('forge-failures');
if (forgeFailures) {
  forgeFailures.addEventListener('submit', event => {
    event.preventDefault();
    const { failure, times, method, path } = Object.fromEntries(new FormData(event.target));
    call('POST', 'forge/failures', { failure, times: times ? Number(times) : null, ...(method && { method }), ...(path && { path }) }).then(show);
  });
  forgeFailures.querySelector('[type=button]').addEventListener('click', () => call('DELETE', 'forge/failures').then(show));
}
document.getElementById('deploy').addEventListener('submit', event => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target));
  if (!fields.failure) delete fields.failure;
  call('POST', 'deploy', fields);
});
document.getElementById('repositories')?.addEventListener('submit', event => {
  event.preventDefault();
  call('POST', 'repositories', Object.fromEntries(new FormData(event.target))).then(show);
});
show();
setInterval(show, 2000);
</script>
</body>
</html>`;
}

function forgeFailureForm(): string {
  const kinds = failureTitles
    .map(
      ({ name, title }) =>
        `<option value="${escape(name)}">${escape(title)}</option>`,
    )
    .join('');
  return `<h2>Failures of the Git forge</h2>
<form id="forge-failures">
<label>Failure <select name="failure">${kinds}</select></label>
<label>Requests (empty: until told otherwise) <input name="times" type="number" min="1" value="1"></label>
<label>Method <select name="method"><option value="">any</option><option>GET</option><option>POST</option><option>PATCH</option><option>PUT</option><option>DELETE</option></select></label>
<label>Path (empty: the whole API) <input name="path" placeholder="**/pulls/*/merge"></label>
<button>Let them fail</button> <button type="button">All is well again</button>
</form>
<p id="asked"></p>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
}
