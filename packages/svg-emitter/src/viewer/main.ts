import { startViewer } from './viewer.js'

// Found at once: `currentScript` is gone when the script has run. A page may hold several charts, each with its script.
const root = document.currentScript?.closest('svg')
if (root instanceof SVGSVGElement) startViewer(root)
