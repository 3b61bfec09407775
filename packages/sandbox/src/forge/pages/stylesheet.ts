/** The one stylesheet of the pages; it is part of each page, allowed by its hash. */
export const stylesheet = `
:root { color-scheme: light dark; --bg: #f6f7f8; --card: #ffffff; --fg: #1c2024; --muted: #5c656e; --line: #dde1e5;
  --accent: #1f5493; --accent-fg: #ffffff; --good: #17693a; --good-bg: #e3f4e9; --bad: #a3261d; --bad-bg: #fbe8e6;
  --note: #6b4d00; --note-bg: #fff4d1; --quiet-bg: #eef1f3; --merged: #5b3a9e; --merged-bg: #eee8fa; }
@media (prefers-color-scheme: dark) { :root { --bg: #14171a; --card: #1c2024; --fg: #e8ebee; --muted: #a0a9b2;
  --line: #343b42; --accent: #8ab8ee; --accent-fg: #10202f; --good: #7fd6a0; --good-bg: #173324; --bad: #f2a29b;
  --bad-bg: #3d1f1d; --note: #f0d284; --note-bg: #3a2f10; --quiet-bg: #262c32; --merged: #c3adf2; --merged-bg: #2d2446; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.simulation { margin: 0; padding: 8px 20px; background: var(--note-bg); color: var(--note); text-align: center; }
header, main { max-width: 1040px; margin: 0 auto; padding: 0 20px; }
header { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; padding-top: 16px; padding-bottom: 16px; }
header .home { color: var(--fg); font-weight: 600; } header nav { display: flex; gap: 16px; }
main { padding-bottom: 48px; }
h1 { font-size: 20px; line-height: 1.3; margin: 0 0 4px; } h2 { font-size: 16px; margin: 0; }
h1 .number, .muted { color: var(--muted); font-weight: 400; } p { margin: 0; }
.under { margin: 0 0 16px; color: var(--muted); display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 0 0 16px; overflow: clip; }
.card > .head, .card > summary { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; padding: 10px 16px;
  border-bottom: 1px solid var(--line); }
.card > summary { cursor: pointer; } details.card:not([open]) > summary { border-bottom: 0; }
.card > .body { padding: 12px 16px; } .push { margin-left: auto; }
.rows { list-style: none; margin: 0; padding: 0; }
.rows > li { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; padding: 8px 16px; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; } .rows .main { flex: 1 1 320px; min-width: 0; }
.state { display: inline-block; padding: 0 8px; border-radius: 10px; font-size: 12px; line-height: 20px; font-weight: 600; white-space: nowrap;
  background: var(--quiet-bg); color: var(--muted); }
.state.good { background: var(--good-bg); color: var(--good); } .state.bad { background: var(--bad-bg); color: var(--bad); }
.state.merged { background: var(--merged-bg); color: var(--merged); } .state.note { background: var(--note-bg); color: var(--note); }
code, pre, .diff { font: 12px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--quiet-bg); padding: 1px 5px; border-radius: 4px; } pre code { background: none; padding: 0; }
pre { margin: 0; padding: 12px 16px; overflow-x: auto; white-space: pre; }
.alert { background: var(--bad-bg); color: var(--bad); border-radius: 8px; padding: 10px 16px; margin: 0 0 16px; }
.alert.quiet { background: var(--quiet-bg); color: var(--muted); }
.prose > * { margin: 0 0 10px; } .prose > :last-child { margin-bottom: 0; } .prose h3 { font-size: 14px; }
.prose pre { background: var(--quiet-bg); border-radius: 6px; } .prose ul, .prose ol { padding-left: 22px; }
.prose table { border-collapse: collapse; display: block; overflow-x: auto; }
.prose th, .prose td { border: 1px solid var(--line); padding: 4px 10px; text-align: left; }
.diff { width: 100%; border-collapse: collapse; } .scroll { overflow-x: auto; }
.diff td { padding: 0 8px; white-space: pre; vertical-align: top; }
.diff .line { width: 1%; min-width: 40px; text-align: right; color: var(--muted); user-select: none; }
.diff .added { background: var(--good-bg); } .diff .deleted { background: var(--bad-bg); }
.diff .hunk, .diff .note { color: var(--muted); background: var(--quiet-bg); }
.plus { color: var(--good); } .minus { color: var(--bad); }
form.actions { display: flex; flex-wrap: wrap; gap: 12px 28px; align-items: end; }
form.actions .push { display: flex; gap: 8px; }
.rows + .body, .rows + .rows, .body + .rows { border-top: 1px solid var(--line); }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 2px 14px; }
legend { padding: 0; font-size: 12px; color: var(--muted); }
label { display: flex; gap: 6px; align-items: center; min-height: 28px; }
label.wide { flex: 1 1 100%; flex-direction: column; align-items: stretch; gap: 2px; }
textarea { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; }
input { margin: 0; accent-color: var(--accent); }
button { font: inherit; color: var(--fg); background: var(--card); border: 1px solid var(--line); border-radius: 6px;
  padding: 6px 14px; min-height: 34px; }
button { cursor: pointer; font-weight: 600; }
button.primary { background: var(--accent); color: var(--accent-fg); border-color: var(--accent); }
button:hover { filter: brightness(1.08); }
@media (max-width: 600px) { header, main { padding-left: 12px; padding-right: 12px; } .push { margin-left: 0; } }
`;
