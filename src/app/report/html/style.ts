/**
 * The page's own style sheet. Colours are Okabe and Ito's, which people with any colour vision can tell apart; every
 * kind also has a pattern or a word. Both themes keep a contrast of at least 4.5 to 1 for text (WCAG 2.1, 1.4.3).
 */
export const style = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#57606a;--line:#d0d7de;--panel:#f6f8fa;--expected:#0072b2;--unexpected:#d55e00;--rejected:#7a1f5c;--covered:#4c9a80;--absent:#fff;--node:#57606a;--warn-bg:#fff4e5;--warn-line:#d55e00;--ok-line:#2e7d5b;--link:#0550ae}
@media (prefers-color-scheme:dark){:root{--bg:#0f1419;--fg:#e6e9ec;--soft:#9aa4af;--line:#30363d;--panel:#171d24;--expected:#56b4e9;--unexpected:#f0883e;--rejected:#d48abf;--covered:#3fae8b;--absent:#0f1419;--node:#9aa4af;--warn-bg:#2b1f12;--warn-line:#f0883e;--ok-line:#3fae8b;--link:#79b8ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main,header{max-width:1440px;margin:0 auto;padding:0 24px}
header{padding-top:32px}
h1{font-size:26px;line-height:1.25;margin:0 0 12px}
h2{font-size:19px;margin:0 0 8px;line-height:1.3}
p{margin:0 0 10px;max-width:78ch}
a{color:var(--link)}
.lead{font-size:17px}
.verdict{border-left:4px solid var(--warn-line);background:var(--warn-bg);padding:10px 14px;margin:0 0 12px;max-width:none}
.verdict.ok{border-color:var(--ok-line);background:var(--panel)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:10px;margin:20px 0;padding:0;list-style:none;max-width:none}
.facts li{border:1px solid var(--line);border-radius:8px;padding:10px 14px;background:var(--panel)}
.facts b{display:block;font-size:22px;line-height:1.3;font-variant-numeric:tabular-nums}
.facts span{display:block;color:var(--soft);font-size:13px}
nav{margin:20px 0;font-size:14px}
nav ol{display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:0;list-style:none}
section{margin:0 0 20px;padding:24px 0 0;border-top:1px solid var(--line)}
.mark{display:inline-block;font-size:12px;font-weight:600;border:1px solid var(--warn-line);border-radius:10px;padding:1px 9px;margin-left:8px;vertical-align:2px;background:var(--warn-bg)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px;margin:6px 0 4px}
caption{text-align:left;font-weight:600;padding:6px 0}
th,td{text-align:left;padding:5px 6px;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--soft);font-weight:600;white-space:nowrap;background:var(--bg)}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.t{white-space:nowrap}
td.d{min-width:10ch;font-variant-numeric:tabular-nums}
td.m{overflow-wrap:anywhere;min-width:9ch}
tbody tr:hover{background:var(--panel)}
th button{all:unset;cursor:pointer}
th button:focus-visible,a:focus-visible,input:focus-visible{outline:2px solid var(--link);outline-offset:2px}
th[aria-sort] button::after{content:"\\2195";margin-left:2px;font-size:10px;opacity:.6}
th[aria-sort=ascending] button::after{content:"\\2191";opacity:1}
th[aria-sort=descending] button::after{content:"\\2193";opacity:1}
.more,.muted,figcaption{color:var(--soft);font-size:13px}
.filter{margin:4px 0;padding:5px 9px;font:inherit;font-size:13.5px;color:inherit;background:var(--panel);border:1px solid var(--line);border-radius:6px;width:min(100%,300px)}
code{font:0.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--panel);border-radius:4px;padding:1px 4px}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:8px 12px;overflow-x:auto;font-size:13px;margin:8px 0}
ul{padding-left:20px;margin:0 0 10px;max-width:90ch}
figure{margin:10px 0 18px}
figcaption{margin-bottom:8px}
svg{display:block;width:100%;min-width:720px;max-width:1180px;height:auto;font:12.5px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
svg text{fill:var(--fg)}
svg .axis{fill:var(--soft);font-size:11.5px}
svg .muted{fill:var(--soft)}
svg .end{text-anchor:end}
svg .middle{text-anchor:middle}
svg .halo{paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round}
svg .grid{stroke:var(--line);stroke-width:1}
svg .expected{fill:var(--expected)}
svg .unexpected{fill:url(#hatch)}
svg .rejected{fill:var(--rejected)}
svg .covered{fill:var(--covered)}
svg .gap{fill:url(#hatch)}
svg .absent{fill:var(--absent);stroke:var(--soft);stroke-dasharray:3 2}
svg .node{fill:var(--node)}
svg .band{fill:none;opacity:.45}
svg .band.expected{stroke:var(--expected)}
svg .band.unexpected{stroke:var(--unexpected)}
svg .band:hover{opacity:.8}
.defs{position:absolute;width:0;height:0;min-width:0}
.hatch-ground{fill:var(--unexpected)}
.hatch-line{stroke:var(--bg);stroke-width:1.6}
.key{display:inline-block;width:14px;height:11px;margin:0 3px 0 10px;border:1px solid transparent;vertical-align:-1px}
.key.expected{background:var(--expected)}
.key.unexpected,.key.gap{background:repeating-linear-gradient(45deg,var(--unexpected) 0 3px,var(--bg) 3px 4.5px)}
.key.rejected{background:var(--rejected)}
.key.covered{background:var(--covered)}
.key.absent{border:1px dashed var(--soft)}
footer{max-width:1440px;margin:0 auto;padding:16px 24px 40px;color:var(--soft);font-size:13px;border-top:1px solid var(--line)}
@media (max-width:640px){main,header,footer{padding-left:14px;padding-right:14px}h1{font-size:22px}.lead{font-size:16px}.facts{grid-template-columns:1fr 1fr}.facts b{font-size:18px}}
@page{size:A4;margin:14mm 12mm}
@media print{:root{--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--panel:#fff;--expected:#0072b2;--unexpected:#d55e00;--rejected:#7a1f5c;--covered:#4c9a80;--absent:#fff;--node:#555;--warn-bg:#fff;--link:#000}
body{font-size:9.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,header,footer{max-width:none;padding:0}
nav,.filter{display:none}
th[aria-sort] button::after{content:none}
.scroll{overflow:visible}
svg{min-width:0}
section{padding-top:12px;margin-bottom:8px}
h2,figcaption,caption{break-after:avoid}
figure,tr,.facts li{break-inside:avoid}
.facts{grid-template-columns:repeat(3,1fr)}
.facts b{font-size:13pt}
table{font-size:7.6pt}
th,td{padding:2px 4px}
th{white-space:normal}
td.t,td.n{white-space:nowrap}
thead{display:table-header-group}
pre{white-space:pre-wrap;font-size:8pt}
a{text-decoration:none}}
`;
