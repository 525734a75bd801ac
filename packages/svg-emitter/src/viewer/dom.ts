const SVG = 'http://www.w3.org/2000/svg'
const XHTML = 'http://www.w3.org/1999/xhtml'

/** Listeners stand among the attributes as `onclick` and the like; what is undefined or false is left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>

export function svgElement(name: string, attributes: Attributes = {}, ...children: (Node | string)[]): SVGElement {
  return filled(document.createElementNS(SVG, name) as SVGElement, attributes, children)
}

/** An XHTML element. Text from the trace goes in as text only, never as markup. */
export function html(name: string, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElement {
  return filled(document.createElementNS(XHTML, name) as HTMLElement, attributes, children)
}

function filled<Kind extends Element>(element: Kind, attributes: Attributes, children: (Node | string)[]): Kind {
  element.append(...children)
  return withAttributes(element, attributes)
}

export function withAttributes<Kind extends Element>(element: Kind, attributes: Attributes): Kind {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === undefined || value === false) element.removeAttribute(name)
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value))
  }
  return element
}

export function button(text: string, label: string, onclick: () => void, attributes: Attributes = {}): HTMLElement {
  return html('button', { type: 'button', 'aria-label': label, title: label, onclick, ...attributes }, text)
}

/** Knows what it was filled with. */
interface Filled extends Element {
  shownMarkup?: string
}

/** What an element holds, as markup; what is there already is left alone. */
export function setMarkup(element: Filled, text: string): void {
  if (element.shownMarkup === text) return
  element.shownMarkup = text
  element.innerHTML = text
}

export function moveTo(element: Element, x: number, y: number): void {
  withAttributes(element, { transform: `translate(${x} ${y})` })
}

/** What belongs to an element is told of its events for as long as it is there. */
export function listen<Name extends keyof GlobalEventHandlersEventMap>(
  to: EventTarget,
  name: Name,
  listener: (event: GlobalEventHandlersEventMap[Name]) => void,
): void {
  to.addEventListener(name, listener as (event: Event) => void)
}

export function show(element: Element, shown: boolean): void {
  withAttributes(element, { display: shown ? undefined : 'none' })
}

/** From the window's coordinates to the picture's own. Units: CSS pixels in, user units out. */
function intoPicture(root: SVGSVGElement): (clientX: number, clientY: number) => DOMPoint {
  const matrix = root.getScreenCTM()?.inverse()
  return (clientX, clientY) => new DOMPoint(clientX, clientY).matrixTransform(matrix)
}

/** A point of the window in the picture's own coordinates. Units: CSS pixels in, user units out. */
export function toPicture(root: SVGSVGElement, clientX: number, clientY: number): DOMPoint {
  return intoPicture(root)(clientX, clientY)
}

/** What of the picture the window shows. Units: user units. */
export function windowIn(root: SVGSVGElement) {
  const into = intoPicture(root)
  const { x, y } = into(0, 0)
  const corner = into(document.documentElement.clientWidth || innerWidth, innerHeight)
  return { left: x, top: y, right: corner.x, bottom: corner.y }
}
