import { FONT_STACK, MONO_STACK } from './shared/markup.js'

/**
 * The looks of what the script adds. Every selector begins with the picture's own class, so that neither the page around
 * it nor another chart in it is touched. `root`: the selector of the picture.
 */
export function toolsRules(root: string): string {
  // What moves along with the window must not make the browser move the window along with it.
  const focus = `${root}{outline:none;overflow-anchor:none;user-select:none;-webkit-user-select:none;touch-action:pan-y}${root}:focus-visible{outline:2px solid var(--running);outline-offset:-2px}`
  return focus + RULES.trim().replace(/(^|[{},])\s*(?=\.tv)/g, `$1${root} `)
}

const RULES = `
.tv{font:12px/1.45 ${FONT_STACK};color:var(--ink);text-align:left;user-select:text;-webkit-user-select:text}
.tv *{box-sizing:border-box}
.tv button,.tv input{font:inherit;color:inherit;margin:0;border:1px solid var(--rule);border-radius:5px;background:var(--paper);height:26px;padding:0 8px}
.tv button{cursor:pointer;white-space:nowrap}
.tv button:hover{background:var(--panel);border-color:var(--dim)}
.tv button:disabled{opacity:.45;cursor:default}
.tv button[aria-pressed=true],.tv [aria-selected=true]{border-color:var(--running);box-shadow:inset 0 0 0 1px var(--running)}
.tv :focus-visible{outline:2px solid var(--running);outline-offset:1px}
.tv h1{margin:0;font-size:20px;line-height:1.3;font-weight:600;overflow-wrap:anywhere}
.tv h2{margin:0 0 6px;font-size:12.5px;line-height:1.4;font-weight:600}
.tv p{margin:0 0 3px;overflow-wrap:anywhere}
.tv i{font-style:normal;color:var(--dim)}
.tv em{font-style:normal;color:var(--warn)}
.tv code{font:11px/1.5 ${MONO_STACK};overflow-wrap:anywhere}
.tv-heading{padding:20px 24px 10px}
.tv-heading p{font-size:12.5px;color:var(--dim)}
.tv-toolbar{display:flex;flex-wrap:wrap;gap:6px;align-items:center;padding:6px 24px}
.tv-find{display:flex;flex:1 1 240px;gap:6px;align-items:center;max-width:640px;min-width:0}
.tv-find input{flex:1 1 120px;min-width:60px;max-width:300px}
.tv-find span{color:var(--dim);overflow:hidden;text-overflow:ellipsis;white-space:nowrap;min-width:0}
.tv-gap{flex:1 0 0}
@media (max-width:760px){
.tv-span,.tv-gap,.tv [data-run=zoomIn],.tv [data-run=zoomOut]{display:none}
.tv-find{flex-basis:100%}
}
.tv-footer{display:flex;flex-wrap:wrap;gap:16px 32px;border-top:1px solid var(--rule);margin:0 24px;padding:14px 0 20px}
.tv-footer section{flex:1 1 280px;min-width:0}
.tv-drawer{height:100%;display:flex;flex-direction:column;background:var(--paper);border-top:1px solid var(--rule);box-shadow:0 -4px 16px #0000001f}
.tv-top{display:flex;flex:none;align-items:center;border-bottom:1px solid var(--rule);padding:6px 24px 0}
.tv-top>button{flex:none;margin-bottom:5px}
.tv-tabs{display:flex;flex:1;gap:4px;overflow-x:auto;min-width:0}
.tv-tabs button{border-radius:5px 5px 0 0;border-bottom:0;background:none;border-color:transparent}
.tv-tabs button[aria-selected=true]{border-color:var(--rule);box-shadow:inset 0 2px var(--running);font-weight:600}
.tv-body{flex:1;overflow:auto;padding:12px 24px 16px;min-height:0}
.tv-columns{display:flex;flex-wrap:wrap;gap:12px 36px;align-items:flex-start}
.tv-columns>section{flex:1 1 300px;max-width:620px;min-width:0}
.tv-columns>.tv-wide{max-width:none;flex:2 1 640px;overflow-x:auto}
.tv-between{display:flex;justify-content:space-between;gap:12px}
.tv svg{max-width:420px;display:block;fill:var(--woken)}
.tv svg text{font-size:9.5px;fill:var(--dim)}
.tv-buttons{display:flex;flex-wrap:wrap;gap:6px;margin:0 0 10px}
.tv-facts{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.tv-frames{font:11px/1.55 ${MONO_STACK};white-space:pre-wrap;overflow-wrap:anywhere;margin:0 0 10px}
.tv-frames div{border-left:3px solid var(--running);padding-left:8px}
.tv-frames div[data-frame=kernel]{border-color:var(--preempted)}
.tv-frames b{display:block;font:600 10.5px/1.7 ${FONT_STACK};color:var(--dim)}
.tv table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:0 0 10px}
.tv td,.tv th{padding:2px 12px 2px 0;text-align:right;white-space:nowrap;font-weight:400}
.tv th{color:var(--dim);border-bottom:1px solid var(--rule)}
.tv td:first-child,.tv th:first-child{text-align:left;max-width:280px;overflow:hidden;text-overflow:ellipsis}
.tv th button,.tv td button,.tv .tv-link{border:0;background:none;padding:0;height:auto;text-align:inherit;max-width:100%;overflow:hidden;text-overflow:ellipsis}
.tv .tv-link:hover,.tv td button:hover,.tv th button:hover{text-decoration:underline;background:none}
.tv tr[data-here]{background:var(--panel)}
.tv-help:not([hidden]){display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:14px 28px}
.tv kbd{font:11px/1.4 ${MONO_STACK};border:1px solid var(--rule);border-radius:4px;padding:0 5px;margin-right:4px;background:var(--panel)}
.tv [hidden]{display:none}
.tv-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
`
