// The report's own style sheet: light, dark and paper, without anything from outside.

export const style = `
:root { color-scheme: light dark; --paper: #fff; --panel: #f3f4f7; --line: #d5dae2; --text: #161a20; --quiet: #47515f;
  --fp32: #0b62a8; --fp16: #a04e00; --int8: #00705a; }
@media (prefers-color-scheme: dark) { :root { --paper: #0e1014; --panel: #15181d; --line: #2c323c; --text: #e7eaef;
  --quiet: #abb4c1; --fp32: #62b5f0; --fp16: #f0a23c; --int8: #35c9a5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px; max-width: 1080px; background: var(--paper); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 32px 0 8px; }
p, dl { margin: 0 0 8px; } .quiet, figcaption, dt { color: var(--quiet); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; } thead th { color: var(--quiet); font-weight: 500; }
th:first-child, th.text, td.text { text-align: left; } td.text { white-space: normal; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
.fp32 { --colour: var(--fp32); } .fp16 { --colour: var(--fp16); } .int8 { --colour: var(--int8); }
.name { color: var(--colour); font-weight: 600; }
figure { margin: 8px 0 0; padding: 12px; background: var(--panel); border-radius: 6px; break-inside: avoid; }
figcaption { margin-top: 8px; font-size: 12px; } svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; } svg .axis { fill: var(--quiet); font-size: 11px; }
svg .grid { stroke: var(--line); } svg .shape { fill: var(--colour); } svg .soft { fill: var(--colour); opacity: .35; }
svg .mark { stroke: var(--text); stroke-width: 1.5; }
ul { margin: 0; padding-left: 20px; } li { margin-bottom: 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; } dd { margin: 0; overflow-wrap: anywhere; }
code { font: 12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@media print { :root { color-scheme: light; --paper: #fff; --panel: #fff; --line: #bbb; --text: #000; --quiet: #444;
  --fp32: #0b62a8; --fp16: #a04e00; --int8: #00705a; } body { padding: 0; max-width: none; font-size: 11px; }
  figure { padding: 0; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } h2 { break-after: avoid; } }
`;
